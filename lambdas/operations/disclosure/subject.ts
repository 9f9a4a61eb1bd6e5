import { Problem } from '../../domain/problems.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type PointerRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { tenantKeys } from '../../stores/keys/keyring.ts';
import { lookUp } from '../../stores/keys/look-up.ts';
import { memberRowsOf } from '../../stores/members/membership.ts';
import { admit, kmsKeyOf } from './gate.ts';

/** An id that no individual has, so that an unknown reference takes the way of an unknown id. */
const nobody = `ind_${'0'.repeat(32)}`;

/** The individual a read is about: named by id, or found by the tenant's own reference for one trip more. */
export async function subjectOf(
  tenant: string,
  principal: string,
  body: { readonly individualId?: string | undefined; readonly reference?: string | undefined },
  now: string,
): Promise<string> {
  if (body.individualId !== undefined) return body.individualId;
  if (body.reference === undefined) throw new Problem('invalid-request');
  const members = memberRowsOf(principal, tenant);
  const rows = await read([...members, ...tenantKeys.rows(tenant, 'index')]);
  const requester = admit(principal, rows.slice(0, members.length), now);
  const index = tenantKeys.held(tenant, 'index', rows.slice(members.length));
  if (!index) throw new Problem('unavailable');
  const hash = (await lookUp(kmsKeyOf(requester), index)).reference(body.reference);
  const [pointer] = await read([{ table: 'vault', key: vaultKey.reference(tenant, hash) }]);
  return pointer ? as<PointerRow>(pointer).individual : nobody;
}
