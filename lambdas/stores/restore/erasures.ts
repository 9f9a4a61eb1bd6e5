import { objectRef } from '../../crypto/keyed-hash.ts';
import { plusTables } from '../../domain/counts.ts';
import { countedAgain } from '../../domain/restore/erasure-rules.ts';
import { dueTenants, type ErasureRow, erasureRow, type LedgerRow } from '../../model/erasure-rows.ts';
import { deliveryRow } from '../../model/key-rows.ts';
import { addressRow, individualRow, referenceRow } from '../../model/people-rows.ts';
import { rangeBelow } from '../../model/places.ts';
import { listed } from '../../model/row.ts';
import { attestationRow } from '../../model/statement-rows.ts';
import { restoredCopy } from '../../model/tables.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import { queryAll, readNamed } from '../../platform/dynamodb/reads.ts';
import { recipientsIn } from '../deletions/recipients.ts';
import { countsIn } from '../erasure/expiring.ts';
import { hasCome } from '../erasure/individual-lease.ts';
import { individualScope } from '../erasure/individual-scope.ts';
import type { RowChange } from './changes.ts';
import { keptListed } from './kept-sets.ts';
import type { LogSince } from './log-since.ts';

/** The mark of an erasure whose rows the replay has counted: they are not counted again when it removes the rest. */
const counted = { step: 'replay', state: null };

/** An individual in the erasure ledger. */
export interface ErasedPerson {
  readonly tenant: string;
  readonly individual: string;
  readonly ledger: LedgerRow;
  /** The tenant's audit secret. */
  readonly secret: string | undefined;
  readonly log: LogSince;
  readonly at: string;
}

/**
 * What becomes of the erasure of somebody whose rows the replay removes from the copy. One that is not attested, or not
 * delivered, goes on by itself under the id that was promised; its rows count as they are removed. Otherwise nothing
 * of it is left.
 * @param rows what the copy has of them.
 */
export async function erasureReplayed(of: ErasedPerson, rows: readonly Row[]): Promise<RowChange[]> {
  const { tenant, individual, ledger, at } = of;
  const { promised } = ledger;
  const found = await readNamed({
    erasure: { ...erasureRow.at(tenant, individual), table: restoredCopy },
    attested: promised && attestationRow.at(promised.attestation),
    delivery: promised && deliveryRow.at(promised.attestation),
  });
  const then = erasureRow.from(found.erasure);
  const row = erasureRow.key(tenant, individual);
  const listing = promised ? await keptListed(tenant, promised.attestation) : [];
  const ended: RowChange[] = [...listing, ...(then ? [{ row, write: 'remove' as const }] : [])];
  if (!promised || (found.attested && !found.delivery)) return ended;
  if (then?.progress?.step === counted.step) return listing;
  const same = then?.attestation === promised.attestation && hasCome(then, 'committed') ? then : undefined;
  const own = rows.find((one) => individualRow.is(one));
  const pointers = same?.pointers ?? (own && pointersOf(own));
  // Nothing of them was in the copy.
  if (!pointers) return ended;
  const erasure: ErasureRow = {
    ...same,
    ...promised,
    individual,
    state: 'committed',
    dueAt: ledger.at,
    committedAt: ledger.at,
    attempt: then?.attempt ?? 0,
    until: at,
    execution: undefined,
    pointers,
    recipients: same?.recipients ?? (await readersOf(tenant, individual)),
    verifiedAt: undefined,
    progress: counted,
    ...listed(dueTenants, at, individual),
  };
  const next = found.attested ? { ...erasure, state: 'attested' as const } : shredded(of, erasure, rows);
  return [...listing, { row, write: erasureRow.put(row, next) }];
}

/** Who has read their data and is asked to delete them, too, as the copy counts reads. */
async function readersOf(tenant: string, individual: string): Promise<ErasureRow['recipients']> {
  const consents = await queryAll({ ...rangeBelow(tenant, individual, '#C'), table: restoredCopy });
  return recipientsIn(individual, consents);
}

const pointersOf = (row: Row) => {
  const { referenceHash, addressHash } = individualRow.from(row);
  return { reference: referenceHash, address: addressHash };
};

/** With what was removed, and what the log or the copy tells of the shred: it deletes all keys at once, or none. */
function shredded(of: ErasedPerson, erasure: ErasureRow, rows: readonly Row[]): ErasureRow {
  const { tenant, secret, log, at } = of;
  const entry =
    secret === undefined
      ? undefined
      : log.byObject
          .get(objectRef(secret, erasure.attestation))
          ?.find(({ type }) => type === 'erasure.shredded');
  const shreddedAt = erasure.shreddedAt ?? entry?.at;
  const keys = individualScope(tenant, erasure).secrets.map(({ key }) => key);
  const deletedSince = erasure.shreddedAt === undefined && entry ? countsIn('keys', keys) : {};
  const removed = plusTables(countsIn('vault', withPointers(erasure, tenant, rows)), deletedSince);
  const tally = countedAgain(erasure.tally, removed, at);
  return { ...erasure, tally, ...(shreddedAt !== undefined && { state: 'shredded', shreddedAt }) };
}

/** Their rows, and what points to them as long as they are there: all of it is written and deleted together. */
function withPointers({ individual, pointers }: ErasureRow, tenant: string, rows: readonly Row[]): Key[] {
  if (!pointers || !rows.some((row) => individualRow.is(row))) return [...rows];
  const { reference, address } = pointers;
  return [...rows, referenceRow.key(tenant, reference), addressRow.key(tenant, address, individual)];
}
