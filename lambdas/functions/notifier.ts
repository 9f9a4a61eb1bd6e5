import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { individualId, mailId, tenantId } from '../domain/identifiers.ts';
import { deliver } from '../operations/mail/deliver.ts';
import { renewLinks } from '../operations/mail/fresh-link.ts';
import { doForPurge } from '../operations/mail/purge-tasks.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { now } from '../platform/runtime/clock.ts';
import { mailChannel } from '../stores/mail/mail-channel.ts';
import { resendOverdue } from '../stores/outbox/resending.ts';

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const message = z.union([
  z.strictObject({ tenant: tenantId, individual: z.optional(individualId), mail: mailId }),
  z.strictObject({ tenant: tenantId, link: z.strictObject({ individual: individualId, hash }) }),
  z.strictObject({ tenant: tenantId, address: hash }),
]);

const epoch = z.int().check(z.minimum(0));
/** The input that the schedule and the workflow send. */
const task = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('sweep') }),
  z.strictObject({ task: z.literal('envelope'), tenant: tenantId, epoch }),
  z.strictObject({
    task: z.literal('attestation'),
    tenant: tenantId,
    epoch,
    part: z.union([z.literal(1), z.literal(2)]),
  }),
]);
type Task = z.output<typeof task>;

/**
 * Sends due mails, one for each message of the mail queue. Once a minute it announces again what got lost. A message
 * that fails is received again, then goes to the dead-letter queue, and delays no other. It also does the workflow's
 * tasks that need an address.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse>;
export async function handler(event: Task): Promise<{ readonly outcome: string }>;
export async function handler(
  event: SQSEvent | Task,
): Promise<SQSBatchResponse | { readonly outcome: string }> {
  if (!('Records' in event)) return { outcome: await perform(task.parse(event)) };
  const failed: string[] = [];
  for (const record of event.Records) if (!(await processMessage(record))) failed.push(record.messageId);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function perform(asked: Task): Promise<string> {
  if (asked.task === 'sweep') {
    const count = await resendOverdue(mailChannel, now());
    log('info', 'mail', { task: 'sweep', count });
    return 'swept';
  }
  const { tenant, epoch } = asked;
  const outcome = await doForPurge(asked, now());
  log('info', 'mail', { task: asked.task, outcome, tenant, epoch });
  return outcome;
}

/** Handles a message. Returns false when that failed, so that the queue delivers it again. */
async function processMessage(record: SQSRecord): Promise<boolean> {
  try {
    const asked = message.parse(JSON.parse(record.body));
    if ('mail' in asked) {
      const outcome = await deliver(asked, now());
      log('info', 'mail', { task: 'deliver', outcome, tenant: asked.tenant });
    } else {
      const count = await renewLinks(asked, now());
      log('info', 'mail', { task: 'fresh-link', count, tenant: asked.tenant });
    }
    return true;
  } catch (error) {
    log('error', 'mail', { task: 'deliver', outcome: 'failed', ...faultOf(error) });
    return false;
  }
}
