import type { MemberAuthority } from '../../domain/members/authority.ts';
import { placeInList } from '../../model/row.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { newestItems, type Paging } from './list-page.ts';

/** A list that was asked for. */
export interface ListCall {
  readonly operation: { readonly name: string };
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/** One of a tenant's things, and the instant it is listed by. */
interface Dated<T> {
  readonly at: string;
  readonly item: T;
}

/** What the cursors of a list are good for: this operation, this tenant, this caller. */
function listBinding({ operation }: ListCall, { tenant, principal }: MemberAuthority): string {
  return `${operation.name} ${tenant?.id ?? ''} ${principal}`;
}

/** Which page of a list was asked for, by whom. */
export function pagingOf(call: ListCall, authority: MemberAuthority): Paging {
  return { ...call.query, secret: authority.cursorSecret, binding: listBinding(call, authority) };
}

/**
 * One page of a tenant's members, organisations, categories or notices, newest first. There are few enough of
 * them to be read whole, so they need no place in the index.
 * @param dated what a row is listed as; undefined: not at all.
 */
export function newestOf<T>(
  range: KeyRange,
  call: ListCall,
  authority: MemberAuthority,
  dated: (row: Row) => Dated<T> | undefined,
): Promise<{ items: T[]; next?: string }> {
  return newestItems(range, pagingOf(call, authority), (row) => {
    const one = dated(row);
    return one && { place: placeInList(one.at, row.sk), item: one.item };
  });
}
