import type { SessionAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { IndividualUse } from '../../model/key-registry.ts';
import { type Row, read, type Wanted } from '../../platform/dynamodb/reads.ts';
import { mustBe } from '../tenants/tenants.ts';
import { type HeldIndividual, individualFrom, individualRowsOf } from './individuals.ts';

/** The individual of a session, with the keys an operation needs. */
export interface Person<U extends IndividualUse> {
  readonly tenant: Tenant;
  readonly held: HeldIndividual<U>;
  /** The tenant's KMS key, by which what is theirs is opened. */
  readonly kmsKey: string;
}

/**
 * Reads the individual of a session and their keys, and other rows in the same trip. They keep their rights as
 * long as the data are there, in the retrieval window too.
 * @throws Problem `tenant-not-open` once the purge has begun, `not-found` when they were erased meanwhile
 */
export async function personOf<const U extends IndividualUse>(
  { tenant, individual }: SessionAuthority,
  at: string,
  uses: readonly U[],
  beside: readonly Wanted[] = [],
): Promise<{ readonly person: Person<U>; readonly rows: readonly (Row | undefined)[] }> {
  mustBe(tenant, at, 'open', 'retrieval');
  const { kmsKey } = tenant;
  const rows = await read([...beside, ...individualRowsOf(tenant.id, individual, uses)]);
  const held = individualFrom(tenant.id, individual, uses, rows.slice(beside.length));
  if (!held || kmsKey === undefined) throw new Problem('not-found');
  return {
    person: { tenant, held, kmsKey },
    rows: rows.slice(0, beside.length),
  };
}
