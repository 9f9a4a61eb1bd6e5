import { Problem } from '../../domain/problems.ts';
import { referenceRow } from '../../model/people-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { lookUp } from '../keys/open-index.ts';
import { tenantKeys } from '../keys/read-keys.ts';
import { memberRows } from '../members/membership.ts';
import { admitRequester, kmsKeyOf } from './gate.ts';

/**
 * The individual that a read is about: named by id, or found by the tenant's own reference, which costs one more
 * trip. An unknown reference stands for an id that nobody has, made from its hash, so that each is handled like an
 * unknown id, with calls of its own.
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
  return referenceRow.from(pointer)?.individual ?? `ind_${hash.slice(0, 32)}`;
}

/** The secret that seals the cursors of a requester's reads; costs one trip. */
export async function cursorSecretOf(tenant: string, principal: string, at: string): Promise<Uint8Array> {
  const rows = await readNamed(memberRows(principal, tenant));
  return admitRequester(principal, rows, at).tenant.cursorSecret;
}
