import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { tenantId } from '../domain/identifiers.ts';
import { ClaimHeld } from '../operations/keys/own-key.ts';
import { provision } from '../operations/keys/provision.ts';
import { reap } from '../operations/keys/reap.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { postponeCall } from '../stores/keys/keymaker-call.ts';
import { claimSeconds } from '../stores/tenants/provisioning.ts';

const message = z.strictObject({ tenant: tenantId });
const task = z.strictObject({ task: z.literal('reap') });
type Task = z.output<typeof task>;

/**
 * Makes tenants' keys: for messages of its queue, each naming a tenant to provision. Once a day it ends keys that
 * no tenant names. It may be called any number of times, at once or after dying anywhere: a tenant is opened once,
 * by one transaction, and not before everything it needs is there. A message that could not be done comes again
 * once any claim has run out, then goes to the dead-letter queue; in the end the reconciler sends another.
 * @throws whatever went wrong with reaping, so that Scheduler calls again
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse>;
export async function handler(event: Task): Promise<{ readonly outcome: string; readonly count: number }>;
export async function handler(
  event: SQSEvent | Task,
): Promise<SQSBatchResponse | { readonly outcome: string; readonly count: number }> {
  if (!isQueued(event)) return reapKeys(event);
  const failed: string[] = [];
  for (const record of event.Records) if (!(await attend(record))) failed.push(record.messageId);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function isQueued(event: unknown): event is SQSEvent {
  return typeof event === 'object' && event !== null && 'Records' in event;
}

async function reapKeys(event: unknown): Promise<{ readonly outcome: string; readonly count: number }> {
  try {
    task.parse(event);
    const count = await reap();
    log('info', 'keymaker', { task: 'reap', outcome: 'done', count });
    return { outcome: 'done', count };
  } catch (error) {
    log('error', 'keymaker', { task: 'reap', outcome: 'failed', ...faultOf(error) });
    throw error;
  }
}

/** Whether a message was dealt with; one that was not is told to come again. */
async function attend(record: SQSRecord): Promise<boolean> {
  try {
    const { tenant } = message.parse(JSON.parse(record.body));
    const outcome = await provision(tenant);
    log('info', 'keymaker', { task: 'provision', tenant, outcome });
    return true;
  } catch (error) {
    if (error instanceof ClaimHeld) log('info', 'keymaker', { task: 'provision', outcome: 'held' });
    else log('error', 'keymaker', { task: 'provision', outcome: 'failed', ...faultOf(error) });
    await postpone(record);
    return false;
  }
}

/** Until the claim that this run found, or may itself have left behind, has run out. */
async function postpone({ receiptHandle }: SQSRecord): Promise<void> {
  try {
    await postponeCall(receiptHandle, claimSeconds);
  } catch (error) {
    log('warn', 'keymaker', { task: 'postpone', outcome: 'failed', ...faultOf(error) });
  }
}
