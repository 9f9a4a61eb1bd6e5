import { Problem } from '../../domain/problems.ts';
import { referenceRow } from '../../model/people-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { lookUp } from '../keys/open-index.ts';
import { tenantKeys } from '../keys/read-keys.ts';
import { memberRows } from '../members/membership.ts';
import { admitRequester, kmsKeyOf } from './gate.ts';

/** An id that no individual has: an unknown reference is then handled like an unknown id. */
const nobody = `ind_${'0'.repeat(32)}`;

/**
 * The individual that a read is about: named by id, or found by the tenant's own reference, which costs one more
 * trip.
 */
export async function subjectOf(
  tenant: string,
  principal: string,
  named: { readonly individualId?: string | undefined; readonly reference?: string | undefined },
  at: string,
): Promise<string> {
  if (named.individualId !== undefined) return named.individualId;
  if (named.reference === undefined) throw new Problem('invalid-request');
  const rows = await readNamed({
    ...memberRows(principal, tenant),
    index: tenantKeys.rows(tenant, 'index'),
  });
  const requester = admitRequester(principal, rows, at);
  const index = tenantKeys.from(tenant, 'index', rows.index);
  if (!index) throw new Problem('unavailable');
  const hash = (await lookUp(kmsKeyOf(requester), index)).reference(named.reference);
  const { pointer } = await readNamed({ pointer: referenceRow.at(tenant, hash) });
  return referenceRow.from(pointer)?.individual ?? nobody;
}

/** The secret that seals the cursors of a requester's reads; costs one trip. */
export async function cursorSecretOf(tenant: string, principal: string, at: string): Promise<Uint8Array> {
  const rows = await readNamed(memberRows(principal, tenant));
  return admitRequester(principal, rows, at).tenant.cursorSecret;
}
