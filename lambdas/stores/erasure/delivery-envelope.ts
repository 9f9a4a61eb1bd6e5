import type { Tenant } from '../../domain/members/authority.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Language } from '../../domain/values.ts';
import { envelopeContent, envelopeRow } from '../../model/key-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { present } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import { newEnvelopeKey } from '../keys/make-envelope-key.ts';
import { envelopeSealer } from '../keys/open-envelope.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** An admin's address, to which the attestations of their tenant's erasure are mailed. */
export interface Recipient {
  readonly email: string;
  readonly language: Language;
}

const daysKept = 14;

/** How many addresses an envelope holds, so that it fits into a row whatever they are. */
const recipientsAtMost = 1000;

/**
 * Seals the admins' addresses under a key that is not destroyed with the tenant's, so that the attestations can be
 * mailed when everything else has been erased. The envelope expires after 14 days; sealing again replaces it. It holds
 * the first 1,000 recipients: the purge of a tenant with more admins does not fail.
 * @throws Problem `tenant-not-open` when the tenant has changed since it was read; nothing is written then
 */
export async function sealEnvelope(
  tenant: Tenant,
  recipients: readonly Recipient[],
  at: string,
): Promise<void> {
  const { sealer, wrapped, salt } = await newEnvelopeKey(tenant.id);
  const sealed = envelopeContent.seal(
    sealer,
    { id: tenant.id, version: 1 },
    recipients.slice(0, recipientsAtMost),
  );
  const expiresAt = epochSeconds(after(at, daysKept * 24 * 60 * 60));
  await commit({ tenant, at }, [
    tenantFence(tenant),
    envelopeRow.put([tenant.id], { v: 1, wrapped, salt, sealed, expiresAt }),
  ]);
}

/** An opened envelope: its recipients, and which of them were told of which attestation. */
export interface OpenedEnvelope {
  readonly recipients: Secret<readonly Recipient[]>;
  readonly told: readonly string[];
}

/** The addresses in a tenant's envelope; undefined when there is none, or it has expired. */
export async function openEnvelope(tenant: string, at: string): Promise<OpenedEnvelope | undefined> {
  const [found] = await read([envelopeRow.at(tenant)]);
  const row = envelopeRow.from(found);
  if (!row || row.expiresAt <= epochSeconds(at)) return undefined;
  const opener = await envelopeSealer(tenant, row);
  const recipients = envelopeContent.open(opener, { id: tenant, sealed: row.sealed });
  return { recipients, told: row.told ?? [] };
}

/** Notes in the envelope who was told of which attestation, so that a repetition tells only the others. */
export async function noteTold(tenant: Tenant, told: readonly string[], at: string): Promise<void> {
  await commit({ tenant, at }, [envelopeRow.update([tenant.id], { set: { told } }, { if: present })]);
}
