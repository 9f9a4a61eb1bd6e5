import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { tenantId } from '../domain/identifiers.ts';
import { ClaimHeld } from '../operations/keys/own-key.ts';
import { provision } from '../operations/keys/provision.ts';
import { reap } from '../operations/keys/reap.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { postponeCall } from '../stores/tenants/keymaker-call.ts';
import { claimSeconds } from '../stores/tenants/provisioning.ts';

const message = z.strictObject({ tenant: tenantId });
const task = z.strictObject({ task: z.literal('reap') });
type Task = z.output<typeof task>;

/**
 * Provisions the tenants that the messages of its queue name: makes their keys and opens them. Once a day it also
 * ends keys that no tenant names. It may be called any number of times, concurrently or after a crash at any point: a
 * tenant is opened once, by one transaction, and only when everything it needs is there. A message that failed is
 * received again once any claim has expired, and finally goes to the dead-letter queue; then the reconciler sends
 * another.
 * @throws whatever failed while ending keys, so that Scheduler calls again
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse>;
export async function handler(event: Task): Promise<{ readonly outcome: string; readonly count: number }>;
export async function handler(
  event: SQSEvent | Task,
): Promise<SQSBatchResponse | { readonly outcome: string; readonly count: number }> {
  if (!isQueued(event)) return reapKeys(event);
  const failed: string[] = [];
  for (const record of event.Records) if (!(await handleMessage(record))) failed.push(record.messageId);
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

/** Handles a message. Returns false when it has to be received again. */
async function handleMessage(record: SQSRecord): Promise<boolean> {
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

/** Postpones a message until the claim that this run met, or may have left behind, has expired. */
async function postpone({ receiptHandle }: SQSRecord): Promise<void> {
  try {
    await postponeCall(receiptHandle, claimSeconds);
  } catch (error) {
    log('warn', 'keymaker', { task: 'postpone', outcome: 'failed', ...faultOf(error) });
  }
}
