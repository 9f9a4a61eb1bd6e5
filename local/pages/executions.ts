import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { type Account, stepFunctions } from '../emulator/account.ts';
import { escapeHtml, htmlPage, readableTime } from './page.ts';

export interface Execution {
  readonly machine: string;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** The state of the machine that was entered last. */
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly input: unknown;
}

/** The newest executions of the given state machines, newest first, at most fifty of each. */
export async function readExecutions(
  account: Account,
  machines: Readonly<Record<string, string>>,
): Promise<Execution[]> {
  const client = stepFunctions(account);
  const lists = await Promise.all(
    Object.entries(machines).map(async ([machine, stateMachineArn]) => {
      const { executions } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 50 }),
      );
      return Promise.all((executions ?? []).map((item) => describe(client, machine, item)));
    }),
  );
  return lists.flat().sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

async function describe(client: SFNClient, machine: string, item: ExecutionListItem): Promise<Execution> {
  const { executionArn } = item;
  const [details, history] = await Promise.all([
    client.send(new DescribeExecutionCommand({ executionArn })),
    client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 100 })),
  ]);
  const entered = history.events?.find((event) => event.stateEnteredEventDetails !== undefined);
  return {
    machine,
    name: item.name ?? '',
    arn: executionArn ?? '',
    status: item.status ?? '',
    state: entered?.stateEnteredEventDetails?.name ?? '',
    startedAt: item.startDate?.toISOString() ?? '',
    ...(item.stopDate === undefined ? {} : { endedAt: item.stopDate.toISOString() }),
    input: JSON.parse(details.input ?? '{}'),
  };
}

/** The executions as a page. */
export function executionsPage(executions: readonly Execution[]): string {
  const shown = executions.map(
    ({ machine, name, status, state, startedAt, endedAt, input }) => `<article>
<h2>${escapeHtml(machine)}: ${escapeHtml(status.toLowerCase())}${state === '' ? '' : `, ${endedAt === undefined ? 'at' : 'last at'} ${escapeHtml(state)}`}</h2>
<p class="quiet">${readableTime(startedAt)}${endedAt === undefined ? '' : ` to ${readableTime(endedAt)}`} · ${escapeHtml(name)}</p>
<pre>${escapeHtml(JSON.stringify(input, null, 2))}</pre>
</article>`,
  );
  return htmlPage(
    'Executions',
    'Retention and purge, newest first.',
    shown.length === 0 ? '<p>None yet: end a contract to start one.</p>' : shown.join('\n'),
  );
}
