import { stateAt } from '../../domain/tenants/tenancy.ts';
import type { Handler } from '../../http/serve.ts';
import { readLeaving } from '../../stores/retention/leaving-tenants.ts';
import { attestationsOf, retentionSchedule } from '../../stores/statements/statements.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { workView } from './work-view.ts';

/**
 * The retention of a tenant: its state, when the purge starts, what it waits for, which step is at work, the signed
 * schedule and the attestations so far.
 */
export const retentionRead: Handler<'retention.read'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  const [schedule, attestations, [found]] = await Promise.all([
    retentionSchedule(tenant.id, tenant.epoch),
    attestationsOf(tenant.id),
    readLeaving([tenant.id]),
  ]);
  return {
    body: {
      state: stateAt(tenant, call.at),
      epoch: tenant.epoch,
      endedAt: tenant.endedAt,
      purgeAt: tenant.purgeAt,
      ...workView(found ?? { tenant }, call.at),
      schedule,
      attestations,
    },
  };
};
