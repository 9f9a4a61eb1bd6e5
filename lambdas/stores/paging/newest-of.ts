import type { MemberAuthority } from '../../domain/members/authority.ts';
import { placeInList } from '../../model/row.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { newestItems, type Paging } from './list-page.ts';

/** The call of an operation that lists. */
export interface ListCall {
  readonly operation: { readonly name: string };
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/** An item of a list, and the instant it is listed by. */
interface Dated<T> {
  readonly at: string;
  readonly item: T;
}

/** What the cursors of a list are valid for: this operation, this tenant, this caller. */
function listBinding({ operation }: ListCall, { tenant, principal }: MemberAuthority): string {
  return `${operation.name} ${tenant?.id ?? ''} ${principal}`;
}

/** Which page of a list a caller requests. */
export function pagingOf(call: ListCall, authority: MemberAuthority): Paging {
  return { ...call.query, secret: authority.cursorSecret, binding: listBinding(call, authority) };
}

/**
 * One page of a tenant's members, organisations, categories or notices, newest first. There are few enough of them to
 * be read completely, so they need no list in the index.
 * @param dated the item that a row is listed as; undefined when it is not listed.
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
