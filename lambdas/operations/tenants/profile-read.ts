import type { Handler } from '../../http/serve.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** How the tenant presents itself to individuals. */
export const profileRead: Handler<'profile.read'> = async (_, authority) => {
  const { profile = {}, version } = ownTenant(authority);
  return { body: { ...profile, version }, version };
};
