import { stateAt } from '../../domain/tenants/tenancy.ts';
import type { Handler } from '../../http/serve.ts';
import { attestationsOf, retentionSchedule } from '../../stores/statements/statements.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** The retention of a tenant: its state, when the purge starts, the signed schedule and the attestations so far. */
export const retentionRead: Handler<'retention.read'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  const [schedule, attestations] = await Promise.all([
    retentionSchedule(tenant.id, tenant.epoch),
    attestationsOf(tenant.id),
  ]);
  return {
    body: {
      state: stateAt(tenant, call.at),
      epoch: tenant.epoch,
      endedAt: tenant.endedAt,
      purgeAt: tenant.purgeAt,
      schedule,
      attestations,
    },
  };
};
