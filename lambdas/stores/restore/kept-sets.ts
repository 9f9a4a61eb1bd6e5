import { dueKept, keptKeyRow, keptOfErasure, keptRow, keptSetRow, setOfKept } from '../../model/kept-rows.ts';
import { listed } from '../../model/row.ts';
import { restoredCopy } from '../../model/tables.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { present } from '../../platform/dynamodb/transaction.ts';
import type { RowChange } from './changes.ts';

/** Rows of kept sets in a restored copy that go: a set whose key is gone was removed since. */
export async function keptSince(tenant: string, rows: readonly Row[]): Promise<RowChange[]> {
  const kept = rows.filter((row) => keptSetRow.is(row) || keptRow.is(row));
  const opening = await openingOf(tenant, kept);
  return kept.filter((row) => !opening.has(setOfKept(row))).map((row) => ({ row, write: 'remove' }));
}

/** Lists the sets that stay of an erasure which was committed since, so that they go on their day. */
export async function keptListed(tenant: string, attestation: string): Promise<RowChange[]> {
  const attributes = ['pk', 'sk', 'id', 'until', 'listPk'];
  const range = { ...keptOfErasure(tenant, attestation), table: restoredCopy, attributes };
  const sets = (await queryAll(range)).filter((row) => keptSetRow.is(row) && row.listPk === undefined);
  const opening = await openingOf(tenant, sets);
  return sets
    .filter((row) => opening.has(setOfKept(row)))
    .map((row) => {
      const { id, until } = keptSetRow.from(row);
      return { row, write: keptSetRow.update(row, { set: listed(dueKept, until, id) }, { if: present }) };
    });
}

async function openingOf(tenant: string, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const sets = [...new Set(rows.map(setOfKept))];
  const keys = await read(sets.map((set) => keptKeyRow.at(tenant, set)));
  return new Set(sets.filter((_, i) => keys[i]));
}
