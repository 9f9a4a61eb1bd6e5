import type { Tenant } from '../../domain/members/authority.ts';
import { stateAt } from '../../domain/tenants/tenancy.ts';

/** A tenant as operators and its admins see it, with the state that counts now. */
export function tenantView(tenant: Tenant, now: string) {
  const { id, name, country, timeZone, createdAt, endsAt, version } = tenant;
  return { id, name, state: stateAt(tenant, now), country, timeZone, createdAt, endsAt, version };
}
