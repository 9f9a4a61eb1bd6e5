import { ownBitsOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import { faultsOf, type RecordContent } from '../../domain/records/record.ts';
import type { Categories } from '../../domain/requests/items.ts';
import type { IfMatch } from '../../domain/values.ts';
import { recordContent, recordRow, recordsOf } from '../../model/record-rows.ts';
import type { Key } from '../../platform/dynamodb/key.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { categories } from '../catalogue/catalogue.ts';
import { commit, nextVersion } from '../commit/commit.ts';
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

/**
 * Stores or replaces records of one individual in one transaction: one fence, and for each record its version check
 * and its audit entry. Replaced values are neither opened nor kept.
 * @param claim gives the first write, from the records that will have been written.
 * @throws Problem `not-found`, `invalid-request`, `version-mismatch`; `conflict` when somebody else replaced one at
 * the same time, or when a record of another category has the id
 */
export async function storeRecords(
  { tenant, actorRef, individual, at, ifMatch }: Storing,
  sent: readonly SentRecord[],
  claim: (written: WrittenRecord[]) => readonly Write[] = () => [],
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
  const [sealer] = await Promise.all([
    recordSealer(tenant.kmsKey, keyed.keys),
    mustBeNew(
      tenant.id,
      individual,
      named.filter(({ id }) => before.get(id) === undefined),
    ),
  ]);
  const written = planned.map(({ id, next }) => ({ id, version: next.version }));
  const writes = planned.flatMap(({ id, key, content, next: { version, ...guard } }): Write[] => {
    const sealed = recordContent.seal(sealer, { id, version }, content);
    return [
      recordRow.put(key, { id, version, sealed }, guard),
      ...personEntry(keyed.keys, { type: 'record.stored', at, actorRef, object: id, version }).writes,
    ];
  });
  await commit({ tenant, at }, [...claim(written), fenceOf(tenant.id, keyed.row), ...writes]);
  return written;
}

function faultsIn({ content, pointer }: SentRecord, known: Categories) {
  const category = known[content.category];
  return category
    ? faultsOf(content.fields, category, `${pointer}/fields`)
    : [{ pointer: `${pointer}/category`, detail: 'no such category' }];
}

/**
 * Checks that no id belongs to a record of another category. A record's key contains its category, so it keeps it: if
 * it were stored again under another one, its old values would still be released under the old category.
 */
async function mustBeNew(
  tenant: string,
  individual: string,
  sent: readonly { readonly id: string; readonly key: Key }[],
): Promise<void> {
  if (sent.length === 0) return;
  const rows = await queryAll({ ...recordsOf(tenant, individual), attributes: ['sk'] });
  const elsewhere = sent.some(({ id, key }) =>
    rows.some(({ sk }) => sk !== key.sk && sk.endsWith(`#${ownBitsOf(id)}`)),
  );
  if (elsewhere) throw new Problem('conflict', { detail: 'a record stays in its category' });
}
