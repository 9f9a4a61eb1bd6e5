import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { isHeld } from '../../domain/retention/due.ts';
import { count, faultOf, log } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { callKeymaker } from '../../stores/keys/keymaker-call.ts';
import { type TenantsPage, tenantsPage } from '../../stores/retention/all-tenants.ts';
import { runningNow, startWorkflow } from '../../stores/retention/executions.ts';
import { type Leased, nextAttempt, tenantAndLease } from '../../stores/retention/lease.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';
import { endContract } from '../../stores/tenants/contract-end.ts';

/** ARNs of the state machines. */
export interface Machines {
  readonly retention: string;
  readonly purge: string;
}

/** What one run of the reconciler goes by. */
interface Watch {
  readonly machines: Machines;
  readonly runs: (execution: string) => Promise<boolean>;
  readonly at: string;
}

const day = 24 * 60 * 60;
/** Longer than provisioning ever takes, in seconds. */
const provisioningTakes = 5 * 60;
/** Tenants reconciled at once. */
const concurrency = 8;

/**
 * Walks through all tenants and starts what is missing: applies an agreed end that has come, starts the workflow of a
 * contract that has ended and of a purge that is due, and calls the keymaker for a tenant that was never provisioned.
 * Schedules and executions only make this happen sooner; this guarantees it, however often it runs. A failure for one
 * tenant does not affect the others.
 */
export async function reconcile(machines: Machines, run: Run): Promise<Outcome> {
  let started = 0;
  let failed = 0;
  const watch: Watch = { machines, runs: await runningNow(Object.values(machines)), at: run.at };
  let start: TenantsPage['next'];
  do {
    const { tenants, next } = await tenantsPage(start);
    const worker = async () => {
      for (let tenant = tenants.pop(); tenant !== undefined; tenant = tenants.pop())
        try {
          if (await reconcileTenant(tenant, watch)) started++;
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

/** Starts what is due for one tenant. Returns whether something was started. */
async function reconcileTenant(id: string, watch: Watch): Promise<boolean> {
  const { machines, at } = watch;
  const found = await tenantAndLease(id);
  if (!found) return false;
  const { tenant, lease } = found;
  if (isPastDue(tenant, at)) count('PurgePastDue');
  switch (tenant.state) {
    case 'provisioning':
      if (await expire(tenant, at)) return reconcileTenant(id, watch);
      if (!isPast(after(tenant.createdAt, provisioningTakes), at)) return false;
      await callKeymaker({ tenant: id });
      return true;
    case 'open':
      return (await expire(tenant, at)) && reconcileTenant(id, watch);
    case 'retrieval':
      if (isHeld(tenant, at)) return false;
      // Even when the purge is due, the retention workflow runs first: it signs the schedule and then starts the
      // purge.
      return startUnlessLive(tenant, lease, machines.retention, watch);
    case 'purging':
    case 'purged':
      return startUnlessLive(tenant, lease, machines.purge, watch);
  }
}

/** Whether a purge is a day late: something has been failing all day, or the reconciler has not run. */
function isPastDue(tenant: Tenant, at: string): boolean {
  const { state, purgeAt } = tenant;
  return (
    (state === 'retrieval' || state === 'purging') &&
    purgeAt !== undefined &&
    isPast(after(purgeAt, day), at) &&
    !isHeld(tenant, at)
  );
}

/** Writes an agreed end that has come. Operations have treated the contract as ended since that instant. */
async function expire(tenant: Tenant, at: string): Promise<boolean> {
  if (tenant.endsAt === undefined || !isPast(tenant.endsAt, at)) return false;
  try {
    await endContract(tenant, { endedAt: tenant.endsAt, at, actorRef: 'system' });
    return true;
  } catch (error) {
    // Somebody changed the tenant concurrently; the next run reads it again.
    if (error instanceof Problem && error.code === 'conflict') return false;
    throw error;
  }
}

async function startUnlessLive(
  tenant: Tenant,
  lease: Leased['lease'] | undefined,
  arn: string,
  { runs, at }: Watch,
): Promise<boolean> {
  if (await isLive(tenant, lease, runs, at)) return false;
  const next = await nextAttempt(tenant, lease, at);
  if (!next) return false;
  await startWorkflow({ arn }, next);
  return true;
}

/** Whether an execution is active: its lease has not expired and, once the execution is known, it is running. */
async function isLive(
  { epoch }: Tenant,
  lease: Leased['lease'] | undefined,
  runs: Watch['runs'],
  at: string,
): Promise<boolean> {
  if (!lease || lease.epoch !== epoch || isPast(lease.until, at)) return false;
  return lease.execution === undefined || runs(lease.execution);
}
