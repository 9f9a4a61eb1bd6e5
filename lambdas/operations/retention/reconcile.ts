import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { isHeld } from '../../domain/retention/due.ts';
import { count, faultOf, log } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { callKeymaker } from '../../stores/keys/keymaker-call.ts';
import { type TenantsPage, tenantsPage } from '../../stores/retention/all-tenants.ts';
import { isRunning, startWorkflow } from '../../stores/retention/executions.ts';
import { type Leased, nextAttempt, tenantAndLease } from '../../stores/retention/lease.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';
import { endContract } from '../../stores/tenants/contract-end.ts';

/** ARNs of the state machines. */
export interface Machines {
  readonly retention: string;
  readonly purge: string;
}

const day = 24 * 60 * 60;
/** Longer than provisioning ever takes, in seconds. */
const provisioningTakes = 5 * 60;
/** Tenants reconciled at once. */
const concurrency = 8;

/**
 * Goes through all tenants and starts what is missing: an agreed end that has come takes effect, a contract that has
 * ended gets its workflow, a purge that is due gets under way, a tenant that was never provisioned is. Schedules and
 * executions are conveniences; this is the guarantee, however often it runs. What fails for one tenant keeps no other
 * from its turn.
 */
export async function reconcile(machines: Machines, run: Run): Promise<Outcome> {
  let started = 0;
  let failed = 0;
  let start: TenantsPage['next'];
  do {
    const { tenants, next } = await tenantsPage(start);
    const worker = async () => {
      for (let tenant = tenants.pop(); tenant !== undefined; tenant = tenants.pop())
        try {
          if (await reconcileTenant(tenant, machines, run.at)) started++;
        } catch (error) {
          failed++;
          log('error', 'reconcile', { task: 'reconcile', tenant, ...faultOf(error) });
        }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    start = next;
  } while (start && !run.timeIsUp());
  if (failed > 0) count('ReconcileFailed');
  if (start) count('ReconcileUnfinished');
  return { outcome: start ? 'unfinished' : 'reconciled', count: started, failed };
}

/** Does for one tenant what is due now. Returns whether something was started. */
async function reconcileTenant(id: string, machines: Machines, at: string): Promise<boolean> {
  const found = await tenantAndLease(id);
  if (!found) return false;
  const { tenant, lease } = found;
  if (isPastDue(tenant, at)) count('PurgePastDue');
  switch (tenant.state) {
    case 'provisioning':
      if (await expire(tenant, at)) return reconcileTenant(id, machines, at);
      if (!isPast(after(tenant.createdAt, provisioningTakes), at)) return false;
      await callKeymaker({ tenant: id });
      return true;
    case 'open':
      return (await expire(tenant, at)) && reconcileTenant(id, machines, at);
    case 'retrieval':
      if (isHeld(tenant, at)) return false;
      // Due or not: the retention workflow begins the purge, once the schedule has been signed.
      return startUnlessLive(tenant, lease, machines.retention, at);
    case 'purging':
    case 'purged':
      return startUnlessLive(tenant, lease, machines.purge, at);
  }
}

/** Whether a purge should have happened a day ago: something has been failing all day, or this has not run. */
function isPastDue(tenant: Tenant, at: string): boolean {
  const { state, purgeAt } = tenant;
  return (
    (state === 'retrieval' || state === 'purging') &&
    purgeAt !== undefined &&
    isPast(after(purgeAt, day), at) &&
    !isHeld(tenant, at)
  );
}

/** Writes down an agreed end that has come; refusals have been computed from it since it came. */
async function expire(tenant: Tenant, at: string): Promise<boolean> {
  if (tenant.endsAt === undefined || !isPast(tenant.endsAt, at)) return false;
  try {
    await endContract(tenant, { endedAt: tenant.endsAt, at, actorRef: 'system' });
    return true;
  } catch (error) {
    // Somebody changed the tenant in this moment; the next run sees what it is now.
    if (error instanceof Problem && error.code === 'conflict') return false;
    throw error;
  }
}

async function startUnlessLive(
  tenant: Tenant,
  lease: Leased['lease'] | undefined,
  arn: string,
  at: string,
): Promise<boolean> {
  if (await isLive(tenant, lease, at)) return false;
  const next = await nextAttempt(tenant, lease, at);
  if (!next) return false;
  await startWorkflow({ arn }, next);
  return true;
}

/** Whether an execution is working: its lease has time left and, once the execution is known, it is running. */
async function isLive({ epoch }: Tenant, lease: Leased['lease'] | undefined, at: string): Promise<boolean> {
  if (!lease || lease.epoch !== epoch || isPast(lease.until, at)) return false;
  return lease.execution === undefined || isRunning(lease.execution);
}
