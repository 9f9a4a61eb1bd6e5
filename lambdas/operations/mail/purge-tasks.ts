import type { Tenant } from '../../domain/members/authority.ts';
import { attestationId } from '../../stores/erasure/attestations.ts';
import { noteTold, openEnvelope, sealEnvelope } from '../../stores/erasure/delivery-envelope.ts';
import { adminAddresses } from '../../stores/mail/addresses.ts';
import type { NotifierTask } from '../../stores/mail/notifier-call.ts';
import { deploymentName, sendMail } from '../../stores/mail/sender.ts';
import { attestationAddress } from '../../stores/statements/statements.ts';
import { readTenant } from '../../stores/tenants/read-tenant.ts';
import { set } from './letter.ts';
import { mailTextsIn } from './texts/languages.ts';

type PurgeTask = Extract<NotifierTask, { readonly epoch: number }>;

/**
 * Does the tasks of a purge that the workflow cannot do because it opens nothing. Every task is idempotent.
 * @returns the outcome, a word
 * @throws whatever failed, for the workflow to try again
 */
export async function performPurgeTask(task: PurgeTask, at: string): Promise<string> {
  const tenant = await readTenant(task.tenant);
  if (!tenant || tenant.epoch !== task.epoch) return 'not-due';
  return task.task === 'envelope' ? seal(tenant, at) : deliver(tenant, task, at);
}

/**
 * Seals the admins' addresses while the tenant's key still opens them: until the purge, and while somebody is held in
 * it. With the tenant's own keys gone there is nothing to seal, and what was sealed stays.
 */
async function seal(tenant: Tenant, at: string): Promise<string> {
  const { state } = tenant;
  if ((state !== 'retrieval' && state !== 'purging') || tenant.kmsKey === undefined) return 'not-due';
  const language = tenant.languages[0] ?? 'en';
  const addresses = await adminAddresses(tenant.id, tenant.kmsKey);
  if (state === 'purging' && addresses.length === 0) return 'not-due';
  await sealEnvelope(
    tenant,
    addresses.map((email) => ({ email, language })),
    at,
  );
  return 'sealed';
}

/**
 * Mails the address of an attestation to the recipients in the envelope; the mail holds no secret. Each recipient is
 * tried, whatever became of the others, and noted when told.
 * @throws the first failure, once everybody was tried
 */
async function deliver(
  tenant: Tenant,
  { part, supplement = 0 }: Extract<NotifierTask, { readonly task: 'attestation' }>,
  at: string,
): Promise<string> {
  const attestation = await attestationId(tenant, part, supplement);
  const envelope = await openEnvelope(tenant.id, at);
  if (attestation === undefined || !envelope) return 'nobody';
  const link = attestationAddress(attestation);
  const failures: unknown[] = [];
  let told = envelope.told;
  for (const [position, { email, language }] of envelope.recipients.release().entries()) {
    const mark = `${supplement > 0 ? `${part}.${supplement}` : part}-${position}`;
    if (told.includes(mark)) continue;
    const text = mailTextsIn(language)[part === 1 ? 'erased' : 'irrecoverable'];
    try {
      await sendMail(deploymentName, {
        to: email,
        ...set(text({ tenant: tenant.name, link, held: tenant.state === 'purging' }), language),
        about: { tenant: tenant.id },
      });
      told = [...told, mark];
      await noteTold(tenant, told, at);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return 'sent';
}
