import type { IncomingMessage } from 'node:http';
import type { Account } from '../emulator/account.ts';
import type { Outputs } from '../emulator/outputs.ts';
import { executionsPage, readExecutions } from './executions.ts';
import { inboxPage, readInbox } from './inbox.ts';

/** A page that the proxy answers itself. */
interface OwnAnswer {
  readonly type: string;
  readonly body: string;
}

/** Answers a request for a path of the proxy's own; undefined when the path is none of these. */
export type OwnPages = (request: Pick<IncomingMessage, 'url' | 'headers'>) => Promise<OwnAnswer | undefined>;

/**
 * The inbox and the workflows' executions: as pages, or as JSON for `/_inbox.json` and whoever accepts JSON rather than
 * HTML. `?to=` leaves only the mails to one address.
 */
export function ownPages(account: Account, outputs: Outputs): OwnPages {
  const machines = {
    retention: outputs.RetentionMachineArn,
    purge: outputs.PurgeMachineArn,
    export: outputs.ExportMachineArn,
  };
  const pages: Record<string, (to: string | null) => Promise<readonly [unknown, () => string]>> = {
    '/_inbox': async (to) => {
      const mails = await readInbox(account.endpoint, account.accountId, to ?? undefined);
      return [mails, () => inboxPage(mails)];
    },
    '/_executions': async () => {
      const executions = await readExecutions(account, machines);
      return [executions, () => executionsPage(executions)];
    },
  };
  return async ({ url = '', headers }) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const read = pages[pathname.replace(/\.json$/, '')];
    if (!read) return undefined;
    const [value, page] = await read(searchParams.get('to'));
    return pathname.endsWith('.json') || prefersJson(headers.accept)
      ? { type: 'application/json', body: JSON.stringify(value) }
      : { type: 'text/html; charset=utf-8', body: page() };
  };
}

/** Whether a list of accepted types names JSON, and no HTML. */
export function prefersJson(accept = ''): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}
