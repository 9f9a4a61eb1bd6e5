import { attestationsOf, retentionSchedule } from '../adapters/statements.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import { stateAt } from '../domain/tenancy.ts';
import type { HandlerOf } from '../http/serve.ts';
import { ownTenant } from './own-tenant.ts';

/** Where a tenant stands: its state, when the purge starts, the signed schedule and the attestations so far. */
export const retentionRead: HandlerOf<typeof tenantsOperations, 'retention.read'> = async (
  call,
  authority,
) => {
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
