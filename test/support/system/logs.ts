import type { Stage } from '../../../local/demo/stage.ts';
import { awsJson } from './aws-json.ts';

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

async function pages<T>(
  stage: Stage,
  action: string,
  input: object,
  itemsOf: (page: LogsPage) => readonly T[] | undefined,
): Promise<T[]> {
  const items: T[] = [];
  let nextToken: string | undefined;
  do {
    const wanted = { ...input, ...(nextToken !== undefined && { nextToken }) };
    const page = (await awsJson(stage, 'logs', `Logs_20140328.${action}`, wanted)) as LogsPage;
    items.push(...(itemsOf(page) ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return items;
}
