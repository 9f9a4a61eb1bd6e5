import type { Tenant } from '../../domain/members/authority.ts';
import { scheduleRecord } from '../../domain/retention/retention-record.ts';
import { adminsReinstateUntil } from '../../domain/tenants/termination.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { scheduleAndReference, storeSchedule } from '../../stores/retention/schedule.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { workflowEntry } from '../../stores/retention/workflow-entries.ts';
import { sign } from '../../stores/statements/signer.ts';
import { readTenant } from '../../stores/tenants/read-tenant.ts';

/** Signs and stores the retention schedule of this end of the contract, once. */
export const retentionSchedule: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval'], async ({ tenant }) => {
    const { scheduled, secret } = await scheduleAndReference(tenant);
    if (!scheduled) await signSchedule(tenant, secret, run.at);
    return { outcome: 'scheduled' };
  });

async function signSchedule(tenant: Tenant, under: string | undefined, at: string): Promise<void> {
  const { id, epoch, endedAt = at, purgeAt = at, timeZone } = tenant;
  const object = under === undefined ? undefined : { id, under };
  const entry = workflowEntry(tenant, 'retention.scheduled', at, object);
  const signed = await sign({
    kind: 'retention-schedule',
    id: `${id}#${epoch}`,
    at,
    leaf: entry.leaf,
    record: scheduleRecord({
      tenant: id,
      epoch,
      endedAt,
      purgeAt,
      window: environment('RETENTION_WINDOW'),
      timeZone,
      adminsUntil: adminsReinstateUntil((await readTenant(id)) ?? tenant, purgeAt),
    }),
  });
  await storeSchedule(tenant, signed, entry, at);
}
