import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { attestationId, individualId, mailId, memberId, requestId, tenantId } from '../domain/identifiers.ts';
import { deliver } from '../operations/mail/deliver.ts';
import { performErasureTask } from '../operations/mail/erasure-tasks.ts';
import { renewLinks } from '../operations/mail/fresh-link.ts';
import { performPurgeTask } from '../operations/mail/purge-tasks.ts';
import { meanings, takeBack } from '../operations/mail/returned.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { now } from '../platform/runtime/clock.ts';
import { mailChannel } from '../stores/mail/mail-channel.ts';
import { resendOverdue } from '../stores/outbox/resending.ts';

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** A tag of a mail, as the service gives it back: a list of one. */
const tag = <T extends z.core.$ZodType>(value: T) =>
  z.pipe(
    z.tuple([value]),
    z.transform(([one]) => one),
  );

const message = z.union([
  z.strictObject({ tenant: tenantId, individual: z.optional(individualId), mail: mailId }),
  z.strictObject({ tenant: tenantId, link: z.strictObject({ individual: individualId, hash }) }),
  z.strictObject({ tenant: tenantId, address: hash }),
  // The service adds tags of its own.
  z.strictObject({
    returned: z.enum(Object.keys(meanings) as (keyof typeof meanings)[]),
    tags: z.object({
      tenant: tag(tenantId),
      individual: z.optional(tag(individualId)),
      request: z.optional(tag(requestId)),
      member: z.optional(tag(memberId)),
      address: z.optional(tag(z.string().check(z.regex(/^\d{1,6}$/)))),
    }),
  }),
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
    supplement: z.optional(z.int().check(z.minimum(1))),
  }),
  z.strictObject({ task: z.literal('delivery'), tenant: tenantId, individual: individualId }),
  z.strictObject({
    task: z.literal('delivered'),
    tenant: tenantId,
    individual: individualId,
    attestation: attestationId,
  }),
]);
type Task = z.output<typeof task>;

/**
 * Sends due mails, one for each message of the mail queue. Takes note of mails that came back. Once a minute
 * it announces again what got lost. A message
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

async function perform(input: Task): Promise<string> {
  if (input.task === 'sweep') {
    const count = await resendOverdue(mailChannel, now());
    log('info', 'mail', { task: 'sweep', count });
    return 'swept';
  }
  const { task: name, tenant } = input;
  const outcome =
    'individual' in input ? await performErasureTask(input, now()) : await performPurgeTask(input, now());
  log('info', 'mail', { task: name, outcome, tenant, ...('epoch' in input && { epoch: input.epoch }) });
  return outcome;
}

/** Handles a message. Returns false when that failed, so that the queue delivers it again. */
async function processMessage(record: SQSRecord): Promise<boolean> {
  try {
    const due = message.parse(JSON.parse(record.body));
    if ('returned' in due) {
      const outcome = await takeBack(due, now());
      log('info', 'mail', { task: 'returned', outcome, tenant: due.tags.tenant });
    } else if ('mail' in due) {
      const outcome = await deliver(due, now());
      log('info', 'mail', { task: 'deliver', outcome, tenant: due.tenant });
    } else {
      const count = await renewLinks(due, now());
      log('info', 'mail', { task: 'fresh-link', count, tenant: due.tenant });
    }
    return true;
  } catch (error) {
    log('error', 'mail', { task: 'deliver', outcome: 'failed', ...faultOf(error) });
    return false;
  }
}
