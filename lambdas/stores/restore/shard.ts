import { individualRef, objectRef } from '../../crypto/keyed-hash.ts';
import { type ErasureRow, erasureRow } from '../../model/erasure-rows.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { referenceRow } from '../../model/people-rows.ts';
import { restoredCopy } from '../../model/tables.ts';
import { fenceRow } from '../../model/tenant-rows.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { queryAll, queryPage, read } from '../../platform/dynamodb/reads.ts';
import { ledgerOf } from '../erasure/ledger.ts';
import { type Held, heldOf } from '../holds/held.ts';
import { changesOfPerson, lookedAt, personOf, pointedTo, type RowChange } from './changes.ts';
import { erasureReplayed } from './erasures.ts';
import { heldAmong, holdChanges, type PurgedTenant } from './held-people.ts';
import { keptSince } from './kept-sets.ts';
import { isDropped } from './kinds.ts';
import type { LogSince } from './log-since.ts';

/** A tenant whose rows are replayed. */
export interface OfTenant {
  readonly tenant: string;
  /** The tenant's audit secret; undefined while it is being provisioned, and once it was shredded. */
  readonly secret: string | undefined;
  readonly log: LogSince;
  readonly at: string;
  /** Set when its purge is committed: then only what belongs to somebody held stays. */
  readonly purged: PurgedTenant | undefined;
}

/** A stretch of a shard. */
interface Stretch {
  readonly pk: string;
  readonly rows: readonly Row[];
  /** Where it ends; null at the end of the shard. */
  readonly end: string | null;
}

/** Sorts after every key of the individual before it. */
const endOfPerson = '#~';

/**
 * What becomes of rows of a shard. The rows of its last individual are read to their end, wherever the stretch ends.
 * @returns the changes, in the order in which they have to be made, and up to where they reach
 */
export async function changesInShard(
  of: OfTenant,
  { pk, rows, end }: Stretch,
): Promise<{ readonly changes: RowChange[]; readonly upTo: string | null }> {
  const { tenant, log, at, purged } = of;
  const people = Map.groupBy(rows, personOf);
  const others = people.get(undefined) ?? [];
  people.delete(undefined);
  const last = end === null ? undefined : personOf({ sk: end });
  let upTo = end;
  if (last !== undefined) {
    const prefix = `I#${last.slice(4)}`;
    people.set(last, await queryAll({ table: restoredCopy, pk, prefix, attributes: attributesOfPerson }));
    upTo = `${prefix}${endOfPerson}`;
  }
  const ids = [...people.keys()].filter((id) => id !== undefined);
  const named = [...new Set([...ids, ...others.map(pointedTo).filter((id) => id !== undefined)])];
  const [ledger, secrets, held] = await Promise.all([
    ledgerOf(named.map((individual) => ({ tenant, individual }))),
    read(ids.map((id) => auditSecretRow.at(tenant, id))),
    purged && heldAmong(purged, named),
  ]);
  const entries = new Map(named.map((id, i) => [id, ledger[i]]));
  const kept = held && keptFor(tenant, held, others);
  const stays = (row: Row) => !kept || fenceRow.is(row) || kept.keeps('vault', row);
  const changes: RowChange[] = purged && held ? holdChanges(purged, held) : [];
  const erased = async (individual: string, own: readonly Row[]) => {
    const entry = entries.get(individual);
    if (!entry || purged) return [];
    return erasureReplayed({ ...of, individual, ledger: entry }, own);
  };
  for (const [i, id] of ids.entries()) {
    const own = people.get(id) ?? [];
    const [first] = own;
    if (!first) continue;
    if (entries.get(id) || !stays(first)) changes.push(...(await erased(id, own)), ...removalOf(own));
    else {
      const secret = secrets[i];
      changes.push(...changesOfPerson(own, secret && auditSecretRow.from(secret).secret, log, at));
    }
  }
  for (const row of others) {
    const to = pointedTo(row);
    const isErased = to !== undefined && entries.get(to) !== undefined;
    if (erasureRow.is(row) && stays(row) && to !== undefined) {
      if (isErased && !(await hasRows(pk, to))) changes.push(...(await erased(to, [])));
      if (!isErased && (await wasUndone(tenant, erasureRow.from(row), log)))
        changes.push(...removalOf([row]));
    } else if (isDropped(row) || isErased || !stays(row)) changes.push(...removalOf([row]));
  }
  changes.push(...(await keptSince(tenant, others.filter(stays))));
  return { changes, upTo };
}

const attributesOfPerson = [...lookedAt, 'individual'];
const removalOf = (rows: readonly Row[]): RowChange[] => rows.map((row) => ({ row, write: 'remove' }));

/** What stays for those who are held; of their references those that are among these rows. */
function keptFor(tenant: string, held: readonly { readonly id: string }[], rows: readonly Row[]): Held {
  const references = new Map(rows.filter(referenceRow.is).map((row) => [pointedTo(row), row.sk.slice(4)]));
  return heldOf(
    tenant,
    held.map(({ id }) => ({ id, until: '', referenceHash: references.get(id) })),
  );
}

/** Whether the copy has rows of an individual: then their erasure is looked at together with these. */
async function hasRows(pk: string, individual: string): Promise<boolean> {
  const prefix = `I#${individual.slice(4)}`;
  const { rows } = await queryPage({ table: restoredCopy, pk, prefix, attributes: ['pk', 'sk'], limit: 1 });
  return rows.length > 0;
}

/** Whether an erasure was undone since: it must not go on. Their data stay locked. */
async function wasUndone(
  tenant: string,
  { individual, attestation }: ErasureRow,
  log: LogSince,
): Promise<boolean> {
  const [row] = await read([auditSecretRow.at(tenant, individual)]);
  if (!row) return false;
  const { secret } = auditSecretRow.from(row);
  const acts = log.byPerson.get(individualRef(secret)) ?? [];
  const ref = objectRef(secret, attestation);
  return acts.some(({ type, objectRef }) => type === 'erasure.undone' && objectRef === ref);
}
