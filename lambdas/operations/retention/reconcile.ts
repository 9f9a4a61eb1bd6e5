import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { isHeld, isPastDue, isProvisionedLate } from '../../domain/retention/due.ts';
import { atRest } from '../../domain/retention/lease.ts';
import { count, faultOf, log } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { isAlive, nextErasureAttempt } from '../../stores/erasure/individual-lease.ts';
import { erasureAndTenant, isPutOffByLaw } from '../../stores/erasure/individual-row.ts';
import { clearLeftExports, startExportWorkflow } from '../../stores/exports/executions.ts';
import { claimDueExports } from '../../stores/exports/lease.ts';
import { readHeld } from '../../stores/holds/held.ts';
import { lookAfterHolds } from '../../stores/holds/look-after-holds.ts';
import { type Due, type DuePage, duePage } from '../../stores/retention/due-tenants.ts';
import { attemptsDead, isRunning, startWorkflow } from '../../stores/retention/executions.ts';
import { endLease, type Leased, nextAttempt, putOff, tenantAndLease } from '../../stores/retention/lease.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';
import { endContract } from '../../stores/tenants/contract-end.ts';
import { callKeymaker } from '../../stores/tenants/keymaker-call.ts';
import { startKeptRemovals } from './start-removals.ts';

/** ARNs of the state machines. */
export interface Machines {
  readonly retention: string;
  readonly purge: string;
  readonly export: string;
}

const day = 24 * 60 * 60;
/** Tenants and erasures reconciled at once. */
const concurrency = 8;
/** How many starts one run makes: what became due all at once must not come all at once. */
const startsAtMost = 100;

/**
 * Finds the tenants and erasures that somebody has to look after now and starts what is missing: applies an agreed end
 * that has come, starts the workflow of a contract that has ended and of a purge that is due, and calls the keymaker
 * for a tenant that was never provisioned. Schedules and executions only make this happen sooner; this guarantees it,
 * however often it runs. A failure for one tenant does not affect the others. What is beyond the starts of one run is
 * due first in the next.
 */
export async function reconcile(machines: Machines, run: Run): Promise<Outcome> {
  let started = 0;
  let failed = 0;
  const look = async ({ tenant, individual }: Due) => {
    try {
      const isStarted = individual
        ? await reconcileErasure(tenant, individual, machines, run.at)
        : await reconcileTenant(tenant, machines, run.at);
      if (isStarted) started++;
    } catch (error) {
      failed++;
      log('error', 'reconcile', { task: 'reconcile', tenant, ...faultOf(error) });
    }
  };
  await endLeasesOfDead(machines, run.at).catch((error: unknown) => {
    failed++;
    log('error', 'reconcile', { task: 'reconcile', ...faultOf(error) });
  });
  await startExportsDue(machines, run.at).catch((error: unknown) => {
    failed++;
    log('error', 'reconcile', { task: 'reconcile', ...faultOf(error) });
  });
  let start: DuePage['next'];
  do {
    const { due, next } = await duePage(run.at, start);
    while (due.length > 0 && started < startsAtMost)
      await Promise.all(due.splice(0, Math.min(concurrency, startsAtMost - started)).map(look));
    start = next;
  } while (start && started < startsAtMost && !run.timeIsUp());
  const kept = await startKeptRemovals(machines.purge, run, startsAtMost - started).catch(
    (error: unknown) => {
      log('error', 'reconcile', { task: 'reconcile', ...faultOf(error) });
      return { started: 0, failed: 1 };
    },
  );
  started += kept.started;
  failed += kept.failed;
  if (failed > 0) count('ReconcileFailed');
  const unfinished = start !== undefined && started < startsAtMost;
  if (unfinished) count('ReconcileUnfinished');
  return { outcome: unfinished ? 'unfinished' : 'reconciled', count: started, failed };
}

/** For how long an execution that died is looked at, in seconds: two runs. */
const deadFor = 2 * 60 * 60;

/**
 * Ends the leases of executions that failed or were stopped, so that nobody waits for their end. One that is missed is
 * found when its lease is over.
 */
async function endLeasesOfDead(machines: Machines, at: string): Promise<void> {
  for (const machine of [machines.retention, machines.purge])
    for (const attempt of await attemptsDead(machine, after(at, -deadFor))) await endLease(attempt, at);
}

/** Starts exports again whose execution died, or never began. */
async function startExportsDue(machines: Machines, at: string): Promise<void> {
  for (const input of await claimDueExports(at)) await startExportWorkflow(input, machines.export);
}

/** Starts the erasure of an individual that can be undone no more, or that nobody goes on with. */
async function reconcileErasure(
  tenant: string,
  individual: string,
  machines: Machines,
  at: string,
): Promise<boolean> {
  const found = await erasureAndTenant(tenant, individual);
  if (!found || !isAlive(found.tenant)) return false;
  // The law puts it off; the data stay locked. What was copied before is taken back first.
  const isOpen = found.erasure.state === 'waiting' && found.erasure.closedAt === undefined;
  if (isOpen && (await isPutOffByLaw(found, at))) return false;
  const { dueAt, until = dueAt } = found.erasure;
  if (isPast(after(dueAt, day), at)) count('PurgePastDue');
  // The index may lag: the row says whether anybody acts, and until when.
  if (!isPast(until, at) || found.erasure.listSk === undefined) return false;
  const next = await nextErasureAttempt(found, at);
  if (!next) return false;
  await startWorkflow({ arn: machines.purge }, next);
  return true;
}

/** Starts what is due for one tenant. Returns whether something was started. */
async function reconcileTenant(id: string, machines: Machines, at: string): Promise<boolean> {
  const found = await tenantAndLease(id);
  if (!found) return false;
  const { lease } = found;
  const tenant = await lookAfterHolds(found.tenant, at);
  if (isPastDue(tenant, lease, at)) count('PurgePastDue');
  const started = await startMissing(tenant, lease, machines, at);
  if (!started && lease) await putOff(tenant, lease, at);
  return started;
}

async function startMissing(
  tenant: Tenant,
  lease: Leased['lease'] | undefined,
  machines: Machines,
  at: string,
): Promise<boolean> {
  switch (tenant.state) {
    case 'provisioning':
      if (await expire(tenant, machines, at)) return reconcileTenant(tenant.id, machines, at);
      if (!isProvisionedLate(tenant, at)) return false;
      await callKeymaker({ tenant: tenant.id });
      if (lease) await putOff(tenant, lease, at, at);
      return true;
    case 'open':
      return (await expire(tenant, machines, at)) && reconcileTenant(tenant.id, machines, at);
    case 'retrieval':
      if (isHeld(tenant, at)) return false;
      // Even when the purge is due, the retention workflow runs first: it signs the schedule and then starts the
      // purge.
      return startUnlessLive(tenant, lease, machines.retention, at);
    case 'purging':
      if (lease && (await rests(lease, tenant.id))) return false;
      return startUnlessLive(tenant, lease, machines.purge, at);
    case 'purged':
      return startUnlessLive(tenant, lease, machines.purge, at);
  }
}

/** Writes an agreed end that has come. Operations have treated the contract as ended since that instant. */
async function expire(tenant: Tenant, machines: Machines, at: string): Promise<boolean> {
  if (tenant.endsAt === undefined || !isPast(tenant.endsAt, at)) return false;
  try {
    await endContract(tenant, { endedAt: tenant.endsAt, at, actorRef: 'system' });
    await clearLeftExports(tenant.id, machines.export);
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
  at: string,
): Promise<boolean> {
  if (await isLive(tenant, lease, at)) return false;
  const next = await nextAttempt(tenant, lease, at);
  if (!next) return false;
  await startWorkflow({ arn }, next);
  return true;
}

/** Whether a purge waits for the end of legal holds, and none has ended. */
async function rests({ step, held }: Leased['lease'], tenant: string): Promise<boolean> {
  return step === atRest && held === (await readHeld(tenant)).people.length;
}

/** Whether an execution is active: its lease has not expired and, once the execution is known, it is running. */
async function isLive({ epoch }: Tenant, lease: Leased['lease'] | undefined, at: string): Promise<boolean> {
  if (!lease || lease.epoch !== epoch || isPast(lease.until, at)) return false;
  return lease.execution === undefined || isRunning(lease.execution);
}
