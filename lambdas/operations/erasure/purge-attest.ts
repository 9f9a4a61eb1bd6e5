import { attestationRecord, type PurgedTenant } from '../../domain/erasure/attestation.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { newId } from '../../platform/runtime/random.ts';
import {
  purgeRecord,
  storeFirstAttestation,
  storeHeldAttestation,
} from '../../stores/erasure/attestations.ts';
import { type Held, readHeld } from '../../stores/holds/held.ts';
import { type KeyStatus, keyStatus } from '../../stores/retention/key-destruction.ts';
import type { Leased } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { workflowEntry } from '../../stores/retention/workflow-entries.ts';
import { sign } from '../../stores/statements/signer.ts';
import { referenceTo } from '../../stores/statements/statements.ts';
import { firstAttestation } from './first-attestation.ts';

/**
 * Attestation (1): states what existed, what was deleted, which keys were destroyed, what remains and why, and from
 * when on not even a backup can restore anything. Statement, audit entry and the state `purged` are written in one
 * transaction, so there is one attestation however often this runs. Nothing is attested while the tenant's KMS key
 * can still be used, unless for individuals who are held: then the attestation says how many, the tenant stays
 * `purging`, and a supplement follows when that has changed.
 */
export const purgeAttest: Step = (attempt, run) =>
  withLease(attempt, run, ['purging', 'purged'], async (leased) => {
    const { tenant, lease } = leased;
    if (tenant.state === 'purged') return { outcome: 'attested' };
    const held = await readHeld(tenant.id);
    const { length } = held.people;
    if (lease.held === length) return { outcome: 'attested' };
    // What was held when nothing else was found is held no more: it is a residue.
    if (lease.verified?.held !== length) return { outcome: 'released' };
    const key = tenant.kmsKey === undefined ? undefined : await keyStatus(tenant.kmsKey);
    if (key?.state === 'usable' && length === 0) return { outcome: 'key-usable' };
    await attest(leased, await purged(leased, key, held), held, run.at);
    return { outcome: 'attested' };
  });

async function attest(leased: Leased, facts: PurgedTenant, held: Held, at: string): Promise<void> {
  const { tenant, lease } = leased;
  const id = newId('att');
  const entry = workflowEntry(tenant, 'purge.attested', at, undefined, lease.round);
  const record = attestationRecord(facts);
  const signed = await sign({ kind: 'erasure-attestation', id, at, leaf: entry.leaf, record });
  const attestation = { part: 1, supplement: lease.round ?? 0, id, signed, entry } as const;
  if (held.people.length === 0) await storeFirstAttestation(leased, attestation, at);
  else await storeHeldAttestation(leased, attestation, held, at);
}

/** Collects what is to be attested from what the earlier steps recorded. */
async function purged(
  { tenant, lease }: Leased,
  key: KeyStatus | undefined,
  { people }: Held,
): Promise<PurgedTenant> {
  const { id, epoch } = tenant;
  const { schedule, ...record } = await purgeRecord(tenant, lease.round ?? 0);
  const { tally, verified } = lease;
  if (tally?.at === undefined || verified === undefined)
    throw new Error('the purge counted or verified nothing');
  return {
    tenant: id,
    epoch,
    endedAt: tenant.endedAt,
    purgeAt: tenant.purgeAt,
    schedule: schedule && referenceTo(`${id}#${epoch}`, schedule),
    ...record,
    verifiedAt: verified.at,
    existed: tally.existed,
    countedAt: tally.at,
    deleted: tally.deleted,
    rangeSecrets: tally.deleted.keys?.shard ?? 0,
    held: people.map(({ until }) => until),
    supplement: lease.round === undefined ? undefined : await supplementTo(tenant, lease.round),
    keyGoneAt: key?.state === 'pending' ? key.goneAt : key?.state === 'gone' ? 'gone' : undefined,
  };
}

async function supplementTo(tenant: Tenant, number: number) {
  return { number, first: await firstAttestation(tenant) };
}
