import type { MemberAuthority } from '../../domain/members/authority.ts';
import { listing, rangePk, tenantRange } from '../../model/key-registry.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { ownTenant } from '../tenants/own-tenant.ts';
import { newestPage } from './list-page.ts';

/** A list that was asked for. */
interface ListCall {
  readonly operation: { readonly name: string };
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/** One of a tenant's things, and the instant it is listed by. */
interface Dated<T> {
  readonly at: string;
  readonly item: T;
}

/** What the cursors of a list are good for: this operation, this tenant, this caller. */
export function listBinding({ operation }: ListCall, { tenant, principal }: MemberAuthority): string {
  return `${operation.name} ${tenant?.id ?? ''} ${principal}`;
}

/**
 * One page of a tenant's members, organisations, categories or notices, newest first. There are few enough of
 * them to be read whole, so they need no place in the index.
 * @param prefix of their sort keys.
 * @param dated what a row is listed as; undefined: not at all.
 */
export async function newestOf<T>(
  prefix: string,
  call: ListCall,
  authority: MemberAuthority,
  dated: (row: Row) => Dated<T> | undefined,
): Promise<{ items: T[]; next?: string }> {
  return newestPage(
    { table: 'vault', pk: rangePk(ownTenant(authority).id, tenantRange), prefix },
    { ...call.query, secret: authority.cursorSecret, binding: listBinding(call, authority) },
    (row) => dated(row)?.item,
    (row) => {
      const at = dated(row)?.at;
      return at === undefined ? undefined : listing.at(at, row.sk);
    },
  );
}
