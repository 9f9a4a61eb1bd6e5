import { attestationRecord, type PurgedTenant } from '../../domain/erasure/attestation.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import type { LeaseRow } from '../../model/erasure-rows.ts';
import { newId } from '../../platform/runtime/random.ts';
import { purgeRecord, storeFirstAttestation } from '../../stores/erasure/attestations.ts';
import { type KeyStatus, keyStatus } from '../../stores/keys/key-destruction.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { workflowEntry } from '../../stores/retention/workflow-entries.ts';
import { sign } from '../../stores/statements/signer.ts';
import { referenceTo } from '../../stores/statements/statements.ts';

/**
 * Attestation (1): states what existed, what was deleted, which keys were destroyed, what remains and why, and from
 * when on not even a backup can restore anything. Statement, audit entry and the state `purged` are written in one
 * transaction, so there is one attestation however often this runs. Nothing is attested while the tenant's KMS key
 * can still be used.
 */
export const purgeAttest: Step = (attempt, run) =>
  withLease(attempt, run, ['purging', 'purged'], async ({ tenant, lease }) => {
    if (tenant.state === 'purged') return { outcome: 'attested' };
    const key = tenant.kmsKey === undefined ? undefined : await keyStatus(tenant.kmsKey);
    if (key?.state === 'usable') return { outcome: 'key-usable' };
    await attest(tenant, await purged(tenant, lease, key), run.at);
    return { outcome: 'attested' };
  });

async function attest(tenant: Tenant, facts: PurgedTenant, at: string): Promise<void> {
  const id = newId('att');
  const entry = workflowEntry(tenant, 'purge.attested', at);
  const record = attestationRecord(facts);
  const signed = await sign({ kind: 'erasure-attestation', id, at, leaf: entry.leaf, record });
  await storeFirstAttestation(tenant, { part: 1, id, signed, entry }, at);
}

/** Collects what is to be attested from what the earlier steps recorded. */
async function purged(tenant: Tenant, lease: LeaseRow, key: KeyStatus | undefined): Promise<PurgedTenant> {
  const { id, epoch } = tenant;
  const { schedule, ...record } = await purgeRecord(tenant);
  const { tally, verifiedAt } = lease;
  if (tally?.at === undefined || verifiedAt === undefined)
    throw new Error('the purge counted or verified nothing');
  return {
    tenant: id,
    epoch,
    endedAt: tenant.endedAt,
    purgeAt: tenant.purgeAt,
    schedule: schedule && referenceTo(`${id}#${epoch}`, schedule),
    ...record,
    verifiedAt,
    existed: tally.existed,
    countedAt: tally.at,
    deleted: tally.deleted,
    rangeSecrets: tally.deleted.keys?.shard ?? 0,
    keyGoneAt: key?.state === 'pending' ? key.goneAt : key?.state === 'gone' ? 'gone' : undefined,
  };
}
