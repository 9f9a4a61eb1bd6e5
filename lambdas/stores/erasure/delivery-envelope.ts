import type { Tenant } from '../../domain/members/authority.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Language } from '../../domain/values.ts';
import { keysKey } from '../../model/key-registry.ts';
import { envelopeRow } from '../../model/key-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { newEnvelopeKey } from '../keys/make-envelope-key.ts';
import { envelopeSealer } from '../keys/open-envelope.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** Where an admin of a tenant is told that its data has been erased. */
export interface Recipient {
  readonly email: string;
  readonly language: Language;
}

const daysKept = 14;
const kind = 'envelope';

/**
 * Seals the admins' addresses under a key that does not go with the tenant's, so that they can be told once all
 * else is gone. It ends by itself after 14 days; sealing anew replaces it.
 * @throws Problem `tenant-not-open` when the tenant has changed since it was read: nothing is written late
 */
export async function sealEnvelope(
  tenant: Tenant,
  recipients: readonly Recipient[],
  at: string,
): Promise<void> {
  const { sealer, wrapped, salt } = await newEnvelopeKey(tenant.id);
  const sealed = sealer.seal(kind, tenant.id, 1, recipients);
  const expiresAt = epochSeconds(after(at, daysKept * 24 * 60 * 60));
  await transact([
    tenantFence(tenant),
    { table: 'keys', put: { ...keysKey.envelope(tenant.id), v: 1, wrapped, salt, sealed, expiresAt } },
  ]);
}

/** The addresses in a tenant's envelope; undefined when there is none, or its time is over. */
export async function openEnvelope(
  tenant: string,
  at: string,
): Promise<Secret<readonly Recipient[]> | undefined> {
  const [row] = await read([{ table: 'keys', key: keysKey.envelope(tenant) }]);
  if (!row || (row.expiresAt as number) <= epochSeconds(at)) return undefined;
  const opener = await envelopeSealer(tenant, envelopeRow.from(row));
  return opener.open<readonly Recipient[]>(kind, tenant, 1, row.sealed);
}
