import type { SessionAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { IndividualUse } from '../../model/row.ts';
import type { Wanted } from '../../platform/dynamodb/key.ts';
import { type Found, type Named, readNamed } from '../../platform/dynamodb/reads.ts';
import { assertTenantState } from '../tenants/tenants.ts';
import { individualFrom, individualRowsOf, type KeyedIndividual } from './individuals.ts';

/** The individual of a session, with the keys an operation needs. */
export interface Person<U extends IndividualUse> {
  readonly tenant: Tenant;
  readonly keyed: KeyedIndividual<U>;
  /** The tenant's KMS key, which unwraps the individual's keys. */
  readonly kmsKey: string;
}

/**
 * Reads the individual of a session with their keys, and other rows by name in the same trip. Individuals keep their
 * rights as long as the data exist, in the retrieval window too.
 * @throws Problem `tenant-not-open` once the purge has begun, `not-found` when they were erased meanwhile
 */
export async function personOf<const U extends IndividualUse, const N extends Named = Named>(
  { tenant, individual }: SessionAuthority,
  at: string,
  uses: readonly U[],
  alsoRead: N = {} as N,
): Promise<{ readonly person: Person<U>; readonly found: Found<N> }> {
  assertTenantState(tenant, at, 'open', 'retrieval');
  const { kmsKey } = tenant;
  const found = await readNamed({ ...alsoRead, ownRows: individualRowsOf(tenant.id, individual, uses) });
  const { ownRows }: Found<{ readonly ownRows: readonly Wanted[] }> = found;
  const keyed = individualFrom(tenant.id, individual, uses, ownRows);
  if (!keyed || kmsKey === undefined) throw new Problem('not-found');
  return { person: { tenant, keyed, kmsKey }, found };
}
