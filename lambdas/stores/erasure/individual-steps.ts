import { plusTables, type TableCounts } from '../../domain/counts.ts';
import type { AuditType } from '../../domain/evidence/audit.ts';
import type { SignedStatement } from '../../domain/evidence/statement.ts';
import { type ErasureRow, erasureRow } from '../../model/erasure-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { dueKept, keptSetRow } from '../../model/kept-rows.ts';
import { deliveryRow } from '../../model/key-rows.ts';
import { rangeBelow } from '../../model/places.ts';
import { requestsOf } from '../../model/request-rows.ts';
import { type Listed, listed } from '../../model/row.ts';
import { attestationRow, erasedRow } from '../../model/statement-rows.ts';
import { queryAll, type Row, read } from '../../platform/dynamodb/reads.ts';
import { absent, equals } from '../../platform/dynamodb/transaction.ts';
import type { Appended } from '../audit/entries.ts';
import { personEntry } from '../audit/person-entry.ts';
import { tenantEntry } from '../audit/tenant-entry.ts';
import { commit } from '../commit/commit.ts';
import { recipientsIn } from '../deletions/recipients.ts';
import { findIndividual, gateMoved } from '../people/individuals.ts';
import { leaseRace } from '../retention/lease.ts';
import type { CountedWork, Marks } from './counted-walk.ts';
import { countsIn } from './expiring.ts';
import { changeErasure } from './individual-lease.ts';
import { type ErasureLeased, erasureChange } from './individual-row.ts';
import { individualScope } from './individual-scope.ts';
import { ledgerRowOf } from './ledger.ts';

/** How many of the places in lists are noted for the verification, newest first. */
const placesAtMost = 500;

/** The race that a commit loses when a kept set does not stand as the erasure names it. */
export const keptRace = 'kept';

/**
 * The point of no return of one individual's erasure: one transaction closes them to every write, writes ledger and
 * audit entry, and notes where their pointers are. Of a tenant whose purge commits meanwhile, and of somebody who is
 * put under a legal hold, nothing is written; nor before every kept set stands. From then on they are listed by when
 * they go.
 * @throws LostRace `lease` when anything has changed since it was read; `kept` when a kept set does not stand
 */
export async function commitIndividual(leased: ErasureLeased, at: string): Promise<void> {
  const { tenant, erasure } = leased;
  const { individual, attestation, person, by, askedAt } = erasure;
  const found = await findIndividual(tenant.id, individual, []);
  if (!found) throw new Error('who is to be erased is not there');
  const { row, keys } = found;
  const next: ErasureRow = {
    ...erasure,
    state: 'committed',
    committedAt: at,
    pointers: { reference: row.referenceHash, address: row.addressHash },
    ...(await leftBehind(tenant.id, individual)),
  };
  const entry = personEntry(keys, {
    type: 'erasure.committed',
    at,
    actorRef: 'workflow',
    object: attestation,
  });
  await commit({ tenant, at }, [
    ...erasureChange(leased, next, leaseRace),
    gateMoved(row, { state: 'erasing' }, { race: leaseRace }).write,
    holdRow.check([tenant.id, individual], absent, { race: leaseRace }),
    ...(erasure.kept ?? []).map(({ id, until, counts }) =>
      keptSetRow.update(
        [tenant.id, id],
        { set: listed(dueKept, until, id) },
        { if: equals({ until, counts }), else: { race: keptRace } },
      ),
    ),
    await ledgerRowOf({ tenant: tenant.id, individual }, tenant.epoch, at, {
      attestation,
      person,
      by,
      askedAt,
    }),
    ...entry.writes,
  ]);
}

/** What is noted while their rows are there: where they stood in lists, and who has read their data. */
async function leftBehind(
  tenant: string,
  individual: string,
): Promise<Pick<ErasureRow, 'listedAt' | 'recipients'>> {
  const attributes = ['pk', 'sk', 'listPk', 'listSk'];
  const [requests, consents] = await Promise.all([
    queryAll({ ...requestsOf(tenant, individual), attributes }),
    queryAll(rangeBelow(tenant, individual, '#C')),
  ]);
  return {
    listedAt: placesOf([...requests, ...consents]),
    recipients: recipientsIn(individual, consents),
  };
}

function placesOf(rows: readonly Row[]): Listed[] {
  return rows
    .flatMap(({ listPk, listSk }) =>
      typeof listPk === 'string' && typeof listSk === 'string' ? [{ listPk, listSk }] : [],
    )
    .sort((a, b) => (a.listSk < b.listSk ? 1 : -1))
    .slice(0, placesAtMost);
}

/** The entry of a step after the point of no return: it points to nobody, and names the attestation to come. */
function stepEntry({ tenant, erasure }: ErasureLeased, type: AuditType, at: string): Promise<Appended> {
  return tenantEntry({ type, at, tenant: tenant.id, actorRef: 'workflow', object: erasure.attestation });
}

/** Deletes what opens an individual's data, once, in one transaction with its audit entry and its count. */
export async function shredIndividual(leased: ErasureLeased, at: string): Promise<void> {
  const { tenant, erasure } = leased;
  const { secrets } = individualScope(tenant.id, erasure);
  const found = await read(secrets);
  const counts = secrets
    .filter((_, i) => found[i])
    .reduce<TableCounts>((sum, { table, key }) => plusTables(sum, countsIn(table, [key])), {});
  const entry = await stepEntry(leased, 'erasure.shredded', at);
  // The replay after a restore may have removed and counted rows already.
  const { existed = {}, deleted = {}, at: countedAt } = erasure.tally ?? {};
  const tally = {
    existed: plusTables(existed, counts),
    deleted: plusTables(deleted, counts),
    at: countedAt,
  };
  await changeErasure(leased, at, { state: 'shredded', shreddedAt: at, tally }, [
    ...secrets.map(({ table, key }) => ({ table, remove: key })),
    ...entry.writes,
  ]);
}

/** The work of a step that counts, from where an earlier call stopped; it is saved with the erasure. */
export function individualWork(
  leased: ErasureLeased,
  at: string,
  timeIsUp: () => boolean,
  step: string,
): CountedWork {
  const { progress, tally } = leased.erasure;
  return {
    from: progress?.step === step ? (progress.state as Marks) : { done: {}, counted: {} },
    tally: tally ?? { existed: {}, deleted: {} },
    timeIsUp,
    save: (now, marks) =>
      changeErasure(leased, at, { tally: now, progress: marks && { step, state: marks } }),
  };
}

/** Notes that the verification found nothing, with its audit entry. */
export async function noteVerified(leased: ErasureLeased, at: string): Promise<void> {
  const entry = await stepEntry(leased, 'erasure.verified', at);
  await changeErasure(leased, at, { state: 'verified', verifiedAt: at }, entry.writes);
}

/** The audit entry of an attestation, to be signed with it. */
export const attestedEntry = (leased: ErasureLeased, at: string) => stepEntry(leased, 'erasure.attested', at);

/** Stores an attestation under the id that was promised, where the tenant finds it, too; once. */
export async function storeIndividualAttestation(
  leased: ErasureLeased,
  signed: SignedStatement,
  entry: Appended,
  at: string,
): Promise<void> {
  const { tenant, erasure } = leased;
  const { attestation, recipients = [] } = erasure;
  const deletions = recipients.map(({ id }) => id);
  await changeErasure(leased, at, { state: 'attested' }, [
    attestationRow.put([attestation], { v: 1, signed }, { if: absent }),
    erasedRow.put([tenant.id, attestation], { v: 1, attestation, at, deletions }, { if: absent }),
    ...entry.writes,
  ]);
}

/** When the address for telling an individual expires; undefined when there is none. */
export async function deliveryUntil({ attestation }: ErasureRow): Promise<string | undefined> {
  const [row] = await read([deliveryRow.at(attestation)]);
  const found = deliveryRow.from(row);
  return found && new Date(found.expiresAt * 1000).toISOString();
}

/** Deletes the last rows of an erasure: its own, and the address that its attestation went to. */
export async function finishIndividual({ tenant, erasure }: ErasureLeased, at: string): Promise<void> {
  const { attempt, state, individual, attestation } = erasure;
  await commit({ tenant, at }, [
    erasureRow.remove([tenant.id, individual], {
      if: equals({ attempt, state }),
      else: { race: leaseRace },
    }),
    deliveryRow.remove([attestation]),
  ]);
}
