import type { Stage } from '../../local/demo/stage.ts';

/** One line that a function wrote, and the log group that it wrote it to. */
export interface LogLine {
  readonly group: string;
  readonly text: string;
}

/** Everything that all functions have logged since an instant (milliseconds since 1970). */
export async function logLines(stage: Stage, since = 0): Promise<LogLine[]> {
  const groups = await pages(stage, 'DescribeLogGroups', {}, ({ logGroups }) => logGroups);
  const lines = await Promise.all(
    groups.map(async ({ logGroupName: group = '' }) => {
      const wanted = { logGroupName: group, startTime: since, limit: 10_000 };
      const events = await pages(stage, 'FilterLogEvents', wanted, (page) => page.events);
      return events.map(({ message = '' }): LogLine => ({ group, text: message.trimEnd() }));
    }),
  );
  return lines.flat();
}

interface LogsPage {
  readonly nextToken?: string;
  readonly logGroups?: readonly { readonly logGroupName?: string }[];
  readonly events?: readonly { readonly message?: string }[];
}

/** CloudWatch Logs by its own protocol (AWS JSON 1.1): no client of it is a dependency for this alone. */
async function pages<T>(
  { account }: Stage,
  action: string,
  input: object,
  itemsOf: (page: LogsPage) => readonly T[] | undefined,
): Promise<T[]> {
  const items: T[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await fetch(account.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': `Logs_20140328.${action}`,
        'content-type': 'application/x-amz-json-1.1',
        // The local AWS knows the account and the service by it, and checks no signature.
        authorization: `AWS4-HMAC-SHA256 Credential=${account.accessKeyId}/20260101/${account.region}/logs/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify({ ...input, ...(nextToken !== undefined && { nextToken }) }),
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status}`);
    const page = (await answer.json()) as LogsPage;
    items.push(...(itemsOf(page) ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return items;
}
