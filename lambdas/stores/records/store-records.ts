import { Problem } from '../../domain/problems.ts';
import { faultsOf, type RecordContent } from '../../domain/records/record.ts';
import type { Categories } from '../../domain/requests/items.ts';
import type { IfMatch } from '../../domain/values.ts';
import { recordContent, recordPlaceRow, recordRow } from '../../model/record-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { rowsAtMost, type Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { categories } from '../catalogue/catalogue.ts';
import { commit, decideAgain, nextVersion } from '../commit/commit.ts';
import { recordSealer } from '../keys/open-record.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import { fenceOf, readIndividual } from '../people/individuals.ts';
import type { KeyedTenant } from '../tenants/acting-tenant.ts';

/** A record as it was sent. */
export interface SentRecord {
  readonly id: string;
  /** Whether the provider chose the id; then a record with it may exist already. */
  readonly named: boolean;
  /** Pointer to the record in the body. */
  readonly pointer: string;
  readonly content: RecordContent;
}

/** The member who stores, and the individual whose records they are. */
export interface Storing {
  readonly tenant: KeyedTenant;
  readonly actorRef: string;
  readonly individual: string;
  readonly at: string;
  /** The version that a single record is to replace. */
  readonly ifMatch?: IfMatch;
}

/** A record as it was written. */
export interface WrittenRecord {
  readonly id: string;
  readonly version: number;
}

/** The race that is lost when somebody else writes the same records, or moves the individual's gate. */
const race = 'records as read';
const attempts = 12;

/**
 * Stores or replaces records of one individual in one transaction: one fence, and for each record its version check,
 * its audit entry and, if it is new, its place. Replaced values are neither opened nor kept. Without a version to
 * replace, calls that meet replace each other's records, one after the other.
 * @param claim gives the first write, from the records that will have been written.
 * @throws Problem `not-found`, `invalid-request`, `version-mismatch`; `conflict` when a record of another category has
 * the id; `unavailable` when others kept writing the same records
 */
export function storeRecords(
  storing: Storing,
  sent: readonly SentRecord[],
  claim: (written: WrittenRecord[]) => readonly Write[] = () => [],
): Promise<WrittenRecord[]> {
  return decideAgain(race, attempts, () => storeOnce(storing, sent, claim));
}

async function storeOnce(
  { tenant, actorRef, individual, at, ifMatch }: Storing,
  sent: readonly SentRecord[],
  claim: (written: WrittenRecord[]) => readonly Write[],
): Promise<WrittenRecord[]> {
  const placed = sent.map((one) => ({
    ...one,
    key: recordRow.key(tenant.id, individual, shortCodeOf(individual, one.content.category), one.id),
  }));
  const named = placed.filter((one) => one.named);
  const [keyed, known, found] = await Promise.all([
    readIndividual(tenant.id, individual, ['record']),
    categories(tenant.id, [...new Set(sent.map(({ content }) => content.category))]),
    read(named.map(({ key }) => ({ table: recordRow.table, key }))),
  ]);
  if (keyed.row.state === 'erasing')
    throw new Problem('conflict', { detail: 'this individual is being erased' });
  const errors = sent.flatMap((one) => faultsIn(one, known));
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  const before = new Map(named.map(({ id }, i) => [id, recordRow.from(found[i])?.version]));
  const planned = placed.map((one) => ({ ...one, next: nextVersion(before.get(one.id), ifMatch) }));
  const sealer = await recordSealer(tenant.kmsKey, keyed.keys);
  const written = planned.map(({ id, next }) => ({ id, version: next.version }));
  const writes = planned.flatMap(({ id, key, content, next }): Write[] => {
    const { version } = next;
    const sealed = recordContent.seal(sealer, { id, version }, content);
    const otherwise = ifMatch === undefined ? { race } : next.else;
    return [
      recordRow.put(key, { id, version, storedAt: at, sealed }, { if: next.if, else: otherwise }),
      ...personEntry(keyed.keys, { type: 'record.stored', at, actorRef, object: id, version }).writes,
    ];
  });
  const fence = fenceOf(tenant.id, keyed.row, { race });
  const whole = [...claim(written), fence, ...writes];
  const places = planned
    .filter(({ next }) => next.version === 1)
    .map((one) => placeOf(tenant.id, individual, one));
  const room = rowsAtMost - whole.length;
  // What does not fit goes first: left alone it keeps an id for the category that it was sent for.
  if (places.length > room) await commit({ tenant, at }, [fence, ...places.slice(room)]);
  await commit({ tenant, at }, [...whole, ...places.slice(0, room)]);
  return written;
}

function faultsIn({ content, pointer }: SentRecord, known: Categories) {
  const category = known[content.category];
  return category
    ? faultsOf(content.fields, category, `${pointer}/fields`)
    : [{ pointer: `${pointer}/category`, detail: 'no such category' }];
}

/**
 * Notes the category of a new record under its id. The record's key contains the category, so the record keeps it: if
 * it were stored again under another one, its old values would still be released under the old category.
 */
function placeOf(tenant: string, individual: string, { id, content }: SentRecord): Write {
  const category16 = shortCodeOf(individual, content.category);
  return recordPlaceRow.put(
    [tenant, individual, id],
    { category16 },
    {
      if: {
        expression: 'attribute_not_exists(pk) OR #category = :category',
        names: { '#category': 'category16' },
        values: { ':category': category16 },
      },
      else: new Problem('conflict', { detail: 'a record stays in its category' }),
    },
  );
}
