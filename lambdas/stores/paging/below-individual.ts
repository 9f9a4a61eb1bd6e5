import { individualRow } from '../../model/people-rows.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { listPage, newestPage, type Paging } from './list-page.ts';

/**
 * One page of rows below a tenant's individuals, newest first: of one individual, from their own range, or of all,
 * from the tenant's list.
 * @param list the tenant's list in the index.
 * @param own the range of the one individual; undefined for all.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function pageBelowIndividuals<T>(
  list: string,
  own: KeyRange | undefined,
  paging: Paging,
  keep: (row: Row) => T | undefined,
): Promise<{ items: T[]; next?: string }> {
  return own
    ? newestPage(own, paging, keep)
    : listPage({ table: individualRow.table, pk: list, index: 'listing' }, paging, keep);
}
