import { callAndWait } from '../../platform/aws/lambda.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** Tasks of a purge that only the notifier can do: it may open addresses, the workflow may not. */
export type NotifierTask =
  | { readonly task: 'envelope'; readonly tenant: string; readonly epoch: number }
  | {
      readonly task: 'attestation';
      readonly tenant: string;
      readonly epoch: number;
      readonly part: 1 | 2;
      /** Which supplement of part 1 it is; absent for a part itself. */
      readonly supplement?: number | undefined;
    }
  /** Seal an individual's address before their erasure, and mail them where its attestation is. */
  | { readonly task: 'delivery'; readonly tenant: string; readonly individual: string }
  | {
      readonly task: 'delivered';
      readonly tenant: string;
      readonly individual: string;
      readonly attestation: string;
    };

/**
 * Calls the notifier with a task and waits for its outcome.
 * @throws Error when it failed; the notifier's own message is not in it
 */
export async function callNotifier(task: NotifierTask): Promise<string> {
  const said = await callAndWait(environment('NOTIFIER_FUNCTION'), task);
  return typeof said === 'object' && said !== null && 'outcome' in said ? String(said.outcome) : 'unknown';
}
