import type { SignedStatement } from '../../domain/evidence/statement.ts';
import { latest } from '../../domain/instant.ts';
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
import type { Held } from '../holds/held.ts';
import { type Leased, leaseChange, leaseRace } from '../retention/lease.ts';
import { type WorkflowEvent, workflowEntryId } from '../retention/workflow-entries.ts';
import { attestation } from '../statements/statements.ts';
import { asRead } from '../tenants/contract-end.ts';

/** What the steps of a purge have recorded. */
export interface PurgeRecord {
  readonly committedAt: string;
  readonly shreddedAt: string;
  readonly schedule: SignedStatement | undefined;
  /** When the delivery envelope expires; undefined when there is none. */
  readonly envelopeUntil: string | undefined;
}

/**
 * Reads what the steps of a round of a purge have recorded.
 * @throws Error when an audit entry is missing: nothing is attested that was not recorded
 */
export async function purgeRecord(tenant: Tenant, round: number): Promise<PurgeRecord> {
  const { id, epoch } = tenant;
  const entryOf = (event: WorkflowEvent, nth = 0) => entryRow.at(id, workflowEntryId(id, epoch, event, nth));
  const found = await readNamed({
    committed: entryOf('purge.committed'),
    shredded: entryOf('purge.shredded', round),
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

/** The id of the attestation of a part of an epoch, or of a supplement to part 1; undefined while there is none. */
export async function attestationId(
  { id, epoch }: Pick<Tenant, 'id' | 'epoch'>,
  part: 1 | 2,
  supplement = 0,
): Promise<string | undefined> {
  const { found } = await readNamed({ found: attestationOfRow.at(id, epoch, part, supplement) });
  return attestationOfRow.from(found)?.attestation;
}

/** How often part 1 of an epoch was attested, its supplements among them, and how many were held when it was last. */
export async function attestedSoFar(
  tenant: Pick<Tenant, 'id' | 'epoch'>,
): Promise<{ readonly times: number; readonly held: number }> {
  let last: string | undefined;
  for (let times = 0; ; times++) {
    const next = await attestationId(tenant, 1, times);
    if (next === undefined) {
      const record = last === undefined ? undefined : (await attestation(last))?.record;
      return { times, held: Number(record?.held_individuals ?? 0) };
    }
    last = next;
  }
}

/** A signed attestation and its audit entry, to be stored together. */
export interface Attestation {
  readonly part: 1 | 2;
  /** Which supplement of part 1 it is; 0 for a part itself. */
  readonly supplement?: number;
  readonly id: string;
  readonly signed: SignedStatement;
  readonly entry: Appended;
}

const race = 'attestation';

/**
 * Stores attestation (1), or a supplement to it, and moves the tenant to `purged`, in one transaction, unless that was
 * done before. Of two attestations made concurrently one is kept.
 */
export async function storeFirstAttestation(leased: Leased, attestation: Attestation, at: string) {
  const { tenant, lease } = leased;
  const purged = tenantRow.update(
    [tenant.id],
    { set: { state: 'purged', version: tenant.version + 1 } },
    { if: equals({ state: 'purging', epoch: tenant.epoch }), else: { race } },
  );
  const mailedAgain = lease.round === undefined ? [] : [leaseChange(leased, { delivered: 0 })];
  await store(tenant, [purged, ...mailedAgain], attestation, at);
}

/**
 * Stores attestation (1), or a supplement to it, of a purge that leaves individuals who are held: the tenant stays
 * `purging` until then, and the next round counts anew.
 * @throws LostRace `lease` when a hold was renewed or has ended meanwhile, or another attempt has the lease
 */
export async function storeHeldAttestation(
  leased: Leased,
  attestation: Attestation,
  { people }: Held,
  at: string,
) {
  const { tenant, lease } = leased;
  const heldUntil = latest(people.map(({ until }) => until));
  const rests = tenantRow.update(
    [tenant.id],
    { set: { heldUntil, version: tenant.version + 1 } },
    { if: asRead(tenant), else: { race: leaseRace } },
  );
  const next = leaseChange(leased, {
    held: people.length,
    round: (lease.round ?? 0) + 1,
    delivered: 0,
    tally: undefined,
    progress: undefined,
    verified: undefined,
  });
  await store(tenant, [rests, next], attestation, at);
}

/** Stores attestation (2) once, while the tenant is `purged`. */
export async function storeFinalAttestation(tenant: Tenant, attestation: Attestation, at: string) {
  const still = tenantRow.check([tenant.id], equals({ state: 'purged', epoch: tenant.epoch }), { race });
  await store(tenant, [still], attestation, at);
}

async function store(
  tenant: Tenant,
  first: readonly Write[],
  attestation: Attestation,
  at: string,
): Promise<void> {
  const { part, supplement, id, signed, entry } = attestation;
  const key = attestationOfRow.key(tenant.id, tenant.epoch, part, supplement);
  await unlessLost(race, () =>
    commit({ tenant, at }, [
      ...first,
      attestationOfRow.put(key, { v: 1, attestation: id, at }, { if: absent, else: { race } }),
      attestationRow.put([id], { v: 1, signed }, { if: absent }),
      ...entry.writes,
    ]),
  );
}
