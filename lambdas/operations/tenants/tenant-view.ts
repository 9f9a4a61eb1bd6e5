import type { Tenant } from '../../domain/members/authority.ts';
import { stateAt } from '../../domain/tenants/tenancy.ts';

/** A tenant as shown to operators and its admins, in its state at this instant. */
export function tenantView(tenant: Tenant, now: string) {
  const { id, name, country, timeZone, createdAt, endsAt, version } = tenant;
  return { id, name, state: stateAt(tenant, now), country, timeZone, createdAt, endsAt, version };
}
