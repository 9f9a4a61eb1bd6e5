import type { MemberAuthority } from '../../domain/members/authority.ts';
import type { Paging } from './list-page.ts';

/** The call of an operation that lists. */
export interface ListCall {
  readonly operation: { readonly name: string };
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/** What the cursors of a list are valid for: this operation, this tenant, this caller. */
function listBinding({ operation }: ListCall, { tenant, principal }: MemberAuthority): string {
  return `${operation.name} ${tenant?.id ?? ''} ${principal}`;
}

/** Which page of a list a caller requests. */
export function pagingOf(call: ListCall, authority: MemberAuthority): Paging {
  return { ...call.query, secret: authority.cursorSecret, binding: listBinding(call, authority) };
}
