import type { SignedStatement } from '../../domain/evidence/statement.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { envelopeRow } from '../../model/key-rows.ts';
import { attestationOfRow, attestationRow, scheduleRow } from '../../model/statement-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { type Row, readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import type { Appended } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import { type WorkflowEvent, workflowEntryId } from '../retention/workflow-entries.ts';

/** What the steps of a purge have recorded. */
export interface PurgeRecord {
  readonly committedAt: string;
  readonly shreddedAt: string;
  readonly schedule: SignedStatement | undefined;
  /** When the delivery envelope expires; undefined when there is none. */
  readonly envelopeUntil: string | undefined;
}

/**
 * Reads what the steps of a purge have recorded.
 * @throws Error when an audit entry is missing: nothing is attested that was not recorded
 */
export async function purgeRecord(tenant: Tenant): Promise<PurgeRecord> {
  const { id, epoch } = tenant;
  const entryOf = (event: WorkflowEvent) => entryRow.at(id, workflowEntryId(id, epoch, event));
  const found = await readNamed({
    committed: entryOf('purge.committed'),
    shredded: entryOf('purge.shredded'),
    schedule: scheduleRow.at(id, epoch),
    envelope: envelopeRow.at(id),
  });
  const envelope = envelopeRow.from(found.envelope);
  return {
    committedAt: whenOf(found.committed),
    shreddedAt: whenOf(found.shredded),
    schedule: scheduleRow.from(found.schedule)?.signed,
    envelopeUntil: envelope && new Date(envelope.expiresAt * 1000).toISOString(),
  };
}

function whenOf(row: Row | undefined): string {
  if (!row) throw new Error('an entry of the purge is missing');
  return entryRow.from(row).body.at;
}

/** Ids of the attestations of an epoch that exist so far, by their part. */
export async function attestationIds({ id, epoch }: Pick<Tenant, 'id' | 'epoch'>): Promise<{
  readonly first: string | undefined;
  readonly second: string | undefined;
}> {
  const found = await readNamed({
    first: attestationOfRow.at(id, epoch, 1),
    second: attestationOfRow.at(id, epoch, 2),
  });
  return {
    first: attestationOfRow.from(found.first)?.attestation,
    second: attestationOfRow.from(found.second)?.attestation,
  };
}

/** A signed attestation and its audit entry, to be stored together. */
export interface Attestation {
  readonly part: 1 | 2;
  readonly id: string;
  readonly signed: SignedStatement;
  readonly entry: Appended;
}

const race = 'attestation';

/**
 * Stores attestation (1) and moves the tenant to `purged`, in one transaction, unless that was done before. Of two
 * attestations made concurrently one is kept.
 */
export async function storeFirstAttestation(tenant: Tenant, attestation: Attestation, at: string) {
  const purged = tenantRow.update(
    [tenant.id],
    { set: { state: 'purged', version: tenant.version + 1 } },
    { if: equals({ state: 'purging', epoch: tenant.epoch }), else: { race } },
  );
  await store(tenant, purged, attestation, at);
}

/** Stores attestation (2) once, while the tenant is `purged`. */
export async function storeFinalAttestation(tenant: Tenant, attestation: Attestation, at: string) {
  const still = tenantRow.check([tenant.id], equals({ state: 'purged', epoch: tenant.epoch }), { race });
  await store(tenant, still, attestation, at);
}

async function store(tenant: Tenant, first: Write, attestation: Attestation, at: string): Promise<void> {
  const { part, id, signed, entry } = attestation;
  const key = attestationOfRow.key(tenant.id, tenant.epoch, part);
  await unlessLost(race, () =>
    commit({ tenant, at }, [
      first,
      attestationOfRow.put(key, { v: 1, attestation: id, at }, { if: absent, else: { race } }),
      attestationRow.put([id], { v: 1, signed }, { if: absent }),
      ...entry.writes,
    ]),
  );
}
