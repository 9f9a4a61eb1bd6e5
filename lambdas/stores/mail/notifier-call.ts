import { callAndWait } from '../../platform/aws/lambda.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** What only the notifier can do for a purge: the workflow may open no address, the notifier may. */
export type NotifierTask =
  | { readonly task: 'envelope'; readonly tenant: string; readonly epoch: number }
  | { readonly task: 'attestation'; readonly tenant: string; readonly epoch: number; readonly part: 1 | 2 };

/**
 * Has the notifier do a task and waits for its outcome.
 * @throws Error when it failed; never with what it said
 */
export async function callNotifier(task: NotifierTask): Promise<string> {
  const said = await callAndWait(environment('NOTIFIER_FUNCTION'), task);
  return typeof said === 'object' && said !== null && 'outcome' in said ? String(said.outcome) : 'unknown';
}
