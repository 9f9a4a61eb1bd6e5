import { hasCome } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { isHeld } from '../../domain/retention/due.ts';
import { listing } from '../../model/key-registry.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';
import { count, faultOf, log } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { callKeymaker } from '../../stores/keys/keymaker-call.ts';
import { isRunning, startWorkflow } from '../../stores/retention/executions.ts';
import { type LeaseRow, nextAttempt, tenantAndLease } from '../../stores/retention/lease.ts';
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
/** Tenants looked after at once. */
const abreast = 8;

/**
 * Looks after every tenant: an agreed end that has come takes effect, a contract that has ended has its workflow,
 * a purge that is due is under way, a tenant that was never provisioned is. Schedules and executions are
 * conveniences; this is the guarantee, however often it runs. One tenant's trouble is not another's.
 */
export async function reconcile(machines: Machines, run: Run): Promise<Outcome> {
  let started = 0;
  let failed = 0;
  let start: Record<string, string> | undefined;
  do {
    const page = await queryPage({
      table: 'vault',
      index: 'listing',
      pk: listing.tenants,
      start,
      limit: 200,
    });
    const tenants = page.rows.map(({ pk }) => tenantOfRange(pk));
    const worker = async () => {
      for (let tenant = tenants.pop(); tenant !== undefined; tenant = tenants.pop())
        try {
          if (await lookAfter(tenant, machines, run.at)) started++;
        } catch (error) {
          failed++;
          log('error', 'reconcile', { task: 'reconcile', tenant, ...faultOf(error) });
        }
    };
    await Promise.all(Array.from({ length: abreast }, worker));
    start = page.next;
  } while (start && !run.timeIsUp());
  if (failed > 0) count('ReconcileFailed');
  if (start) count('ReconcileUnfinished');
  return { outcome: start ? 'unfinished' : 'reconciled', count: started, failed };
}

const tenantOfRange = (pk: string) => pk.split('#')[1] ?? '';

/** Whether something was started for the tenant. */
async function lookAfter(id: string, machines: Machines, at: string): Promise<boolean> {
  const found = await tenantAndLease(id);
  if (!found) return false;
  const { tenant, lease } = found;
  if (isPastDue(tenant, at)) count('PurgePastDue');
  switch (tenant.state) {
    case 'provisioning':
      if (await expire(tenant, at)) return lookAfter(id, machines, at);
      if (!hasCome(after(tenant.createdAt, provisioningTakes), at)) return false;
      await callKeymaker({ tenant: id });
      return true;
    case 'open':
      return (await expire(tenant, at)) && lookAfter(id, machines, at);
    case 'retrieval':
      if (isHeld(tenant, at)) return false;
      // Due or not: the retention workflow begins the purge, once the schedule has been signed.
      return startUnlessLive(tenant, lease, machines.retention, at);
    case 'purging':
    case 'purged':
      return startUnlessLive(tenant, lease, machines.purge, at);
  }
}

/** A purge that should have happened a day ago: something has been failing all day, or nobody has looked. */
function isPastDue(tenant: Tenant, at: string): boolean {
  const { state, purgeAt } = tenant;
  return (
    (state === 'retrieval' || state === 'purging') &&
    purgeAt !== undefined &&
    hasCome(after(purgeAt, day), at) &&
    !isHeld(tenant, at)
  );
}

/** Makes an agreed end that has come a fact of the table; it has counted since it came. */
async function expire(tenant: Tenant, at: string): Promise<boolean> {
  if (tenant.endsAt === undefined || !hasCome(tenant.endsAt, at)) return false;
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
  lease: LeaseRow | undefined,
  arn: string,
  at: string,
): Promise<boolean> {
  if (await isLive(tenant, lease, at)) return false;
  const next = await nextAttempt(tenant, lease, at);
  if (!next) return false;
  await startWorkflow({ arn }, next);
  return true;
}

/** Whether an execution is at it: its lease has time left and, once it is known, it is running. */
async function isLive({ epoch }: Tenant, lease: LeaseRow | undefined, at: string): Promise<boolean> {
  if (!lease || lease.epoch !== epoch || hasCome(lease.until, at)) return false;
  return lease.execution === undefined || isRunning(lease.execution);
}
