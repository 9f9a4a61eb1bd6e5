import { commit } from '../../stores/commit/commit.ts';
import { noteDelivered, openDelivery, sealedDelivery } from '../../stores/erasure/individual-delivery.ts';
import type { NotifierTask } from '../../stores/mail/notifier-call.ts';
import { sendMail } from '../../stores/mail/sender.ts';
import { contactOf } from '../../stores/people/contact.ts';
import { findIndividual } from '../../stores/people/individuals.ts';
import { erasureOf, saltOf } from '../../stores/people/known-erasure.ts';
import { attestationAddress } from '../../stores/statements/statements.ts';
import { readTenant } from '../../stores/tenants/read-tenant.ts';
import { set } from './letter.ts';
import { mailTextsIn } from './texts/languages.ts';

type ErasureTask = Extract<NotifierTask, { readonly individual: string }>;

/**
 * Does what the erasure of an individual needs an address for, which the workflow does not open. Every task is
 * idempotent.
 * @returns the outcome, a word
 */
export async function performErasureTask(task: ErasureTask, at: string): Promise<string> {
  return task.task === 'delivery' ? seal(task, at) : tell(task, at);
}

async function seal({ tenant: id, individual }: ErasureTask, at: string): Promise<string> {
  const [tenant, keyed, erasure] = await Promise.all([
    readTenant(id),
    findIndividual(id, individual, ['contact']),
    erasureOf(id, individual),
  ]);
  if (!tenant?.kmsKey || !keyed || erasure?.state !== 'waiting') return 'not-due';
  const { email } = await contactOf({ tenant, keyed, kmsKey: tenant.kmsKey });
  const delivery = { email, language: keyed.row.language, salt: saltOf(keyed, erasure) };
  await commit({ tenant, at }, await sealedDelivery(id, erasure, delivery, at));
  return 'sealed';
}

/** Mails an individual where the attestation of their erasure is, and the salt that proves it is about them. */
async function tell(
  { tenant: id, attestation }: Extract<ErasureTask, { readonly attestation: string }>,
  at: string,
): Promise<string> {
  const [tenant, delivery] = await Promise.all([readTenant(id), openDelivery(id, attestation, at)]);
  if (!tenant || !delivery) return 'nobody';
  const { email, language, salt } = delivery.release();
  const texts = mailTextsIn(language);
  const link = attestationAddress(attestation);
  await sendMail(tenant.profile?.sender ?? texts.sender, {
    to: email,
    ...set(texts.individualErased({ link, salt }), language),
    about: { tenant: id },
  });
  await noteDelivered(tenant, attestation, at);
  return 'sent';
}
