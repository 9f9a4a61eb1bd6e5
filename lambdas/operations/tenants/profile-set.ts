import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { changeContract, contractOf } from '../../stores/tenants/contract-change.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

/** Sets how the tenant presents itself to individuals; what is left out is no longer said. */
export const profileSet: Handler<'profile.set'> = async ({ path, body, at, ifMatch }, authority) => {
  const tenant = await contractOf(path.tenant);
  assertTenantState(tenant, at, 'open', 'retrieval');
  if (typeof ifMatch === 'number' && ifMatch !== tenant.version) throw new Problem('version-mismatch');
  await changeContract(tenant, authority, at, 'tenant.profile-set', { set: { profile: body } });
  const version = tenant.version + 1;
  return { body: { ...body, version }, version };
};
