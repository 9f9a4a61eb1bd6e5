import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { lookAt } from '../../domain/retention/due.ts';
import {
  atRest,
  attemptAfter,
  claimOf,
  type Lease,
  lastsUntil,
  startsWithin,
} from '../../domain/retention/lease.ts';
import type { TenantState } from '../../domain/tenants/tenancy.ts';
import { dueTenants, type LeaseRow, leaseRow } from '../../model/erasure-rows.ts';
import { listed } from '../../model/row.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, present, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import { tenantOf } from '../tenants/tenants.ts';
import type { WorkflowInput } from './executions.ts';

/** Why an attempt may not act: the tenant is gone, the epoch has changed, or a later attempt has the lease. */
export type LeaseRefusal = 'gone' | 'reinstated' | 'superseded';

/** A tenant, and the lease by which an attempt acts on it, as just read. */
export interface Leased {
  readonly tenant: Tenant;
  readonly lease: LeaseRow;
}

/** The attempt that acts, of which epoch and in which execution. */
export interface Attempt extends WorkflowInput {
  /** The task of the step that acts. */
  readonly task?: string | undefined;
  readonly execution?: string | undefined;
}

/** The race that a write of the lease loses when another attempt has taken it. */
export const leaseRace = 'lease';

/** Reads a tenant and its lease, consistently; undefined when there is no such tenant. */
export async function tenantAndLease(
  id: string,
): Promise<{ readonly tenant: Tenant; readonly lease: LeaseRow | undefined } | undefined> {
  const { tenant, lease } = await readNamed({ tenant: tenantRow.at(id), lease: leaseRow.at(id) });
  return tenant && { tenant: tenantOf(tenant), lease: leaseRow.from(lease) };
}

/** Before its end a contract has no workflow, and so no lease. */
const leasedStates: readonly TenantState[] = ['retrieval', 'purging', 'purged'];

/**
 * Takes or renews the lease for an attempt; every step of a workflow starts with it. Tenant and lease are read again,
 * so that state, legal hold and epoch are current.
 * @param seconds for how long at least the lease is to last.
 * @returns both; or why the attempt may not act: a refusal, or the state of a contract that has not ended
 */
export async function takeLease(
  attempt: Attempt,
  at: string,
  seconds: number,
): Promise<Leased | LeaseRefusal | TenantState> {
  for (;;) {
    const found = await tenantAndLease(attempt.tenant);
    if (!found) return 'gone';
    const { tenant, lease } = found;
    if (tenant.epoch !== attempt.epoch) return 'reinstated';
    const claim = claimOf(lease, attempt.epoch, attempt.attempt);
    if (claim === 'superseded') return 'superseded';
    if (!leasedStates.includes(tenant.state)) return tenant.state;
    const next: LeaseRow = {
      ...(lease?.epoch === attempt.epoch && lease),
      epoch: attempt.epoch,
      attempt: attempt.attempt,
      until: lastsUntil(lease, claim, attempt.execution, after(at, seconds)),
      execution: attempt.execution,
      ...stepOf(lease, attempt, at),
    };
    const written = await unlessLost(leaseRace, () => writeLease(tenant, at, lease, next));
    if (written !== 'lost') return { tenant, lease: next };
  }
}

/** What a lease says of the step that acts: since when, what failed since it got on, when an execution wakes next. */
function stepOf(lease: LeaseRow | undefined, { epoch, task }: Attempt, at: string): Partial<LeaseRow> {
  const again = lease?.epoch === epoch && lease.step === task;
  const waits = lease?.next !== undefined && !isPast(lease.next, at);
  return {
    step: task,
    since: again ? lease.since : at,
    fault: again ? lease.fault : undefined,
    next: waits ? lease.next : undefined,
  };
}

/** Notes in the lease that the step of an attempt failed, unless another attempt has the lease. */
export async function noteFault(attempt: Attempt, code: string, at: string): Promise<void> {
  const found = await tenantAndLease(attempt.tenant);
  const lease = found?.lease;
  if (!found || lease?.epoch !== attempt.epoch || lease.attempt !== attempt.attempt) return;
  if (lease.step !== attempt.task) return;
  const fault = { code, at, tries: (lease.fault?.tries ?? 0) + 1 };
  await unlessLost(leaseRace, () => changeLease({ tenant: found.tenant, lease }, at, { fault }));
}

/**
 * Takes the lease for the next attempt, before its execution is started; undefined when another attempt was faster.
 * The execution does not exist yet; if it is never started, the reconciler tries again once the lease is over.
 */
export async function nextAttempt(
  tenant: Tenant,
  lease: LeaseRow | undefined,
  at: string,
): Promise<WorkflowInput | undefined> {
  const attempt = attemptAfter(lease, tenant.epoch);
  const next: LeaseRow = {
    ...(lease?.epoch === tenant.epoch && lease),
    ...(lease?.step === atRest && { step: undefined }),
    epoch: tenant.epoch,
    attempt,
    until: after(at, startsWithin),
    execution: undefined,
  };
  const written = await unlessLost(leaseRace, () => writeLease(tenant, at, lease, next));
  return written === 'lost' ? undefined : { v: 1, tenant: tenant.id, epoch: tenant.epoch, attempt };
}

/** The write that changes the lease of the attempt that has it; against any other it loses the race `lease`. */
export function leaseChange({ tenant, lease }: Leased, change: Partial<LeaseRow>): Write {
  // Only a lease that lasts longer moves: somebody may have asked for a look at the tenant meanwhile.
  const place = change.until === undefined ? {} : placeOf(tenant, { ...lease, ...change });
  // A step that changes it has got on.
  const set = { fault: undefined, ...change, ...place };
  const unset = leaseAttributes.filter((name) => name in set && set[name] === undefined);
  return leaseRow.update([tenant.id], { set, unset }, hadAs(lease));
}

/** What a step can take away from a lease. */
const leaseAttributes = ['progress', 'tally', 'verified', 'fault', 'listPk', 'listSk'] as const;

/**
 * Changes the lease of the attempt that has it.
 * @throws LostRace `lease` when another attempt has taken it
 */
export async function changeLease(leased: Leased, at: string, change: Partial<LeaseRow>): Promise<void> {
  await commit({ tenant: leased.tenant, at }, [leaseChange(leased, change)]);
}

/** How far an earlier call of a step has come in this attempt; undefined when it has not started or has finished. */
export function progressOf<S>({ lease }: Leased, step: string): S | undefined {
  return lease.progress?.step === step ? (lease.progress.state as S) : undefined;
}

/** Saves how far a step has come, so that its next call continues there; `undefined` once it has finished. */
export function saveProgress(leased: Leased, at: string, step: string, state: unknown): Promise<void> {
  return changeLease(leased, at, { progress: state === undefined ? undefined : { step, state } });
}

/**
 * The write of a lease that nobody has: it belongs to every change of a contract that decides when somebody has to look
 * after the tenant next.
 * @param tenant as it is after the change.
 */
export function freeLease(tenant: Tenant, lease: Pick<Lease, 'attempt' | 'until'>): Write {
  return leaseRow.put([tenant.id], lookedAt(tenant, { ...lease, epoch: tenant.epoch }));
}

/**
 * Ends the lease of an attempt whose execution acts no more.
 * @returns whether there was one to end; false when another attempt has it, or it is over already
 */
export async function endLease(
  { tenant: id, epoch, attempt, execution }: Attempt,
  at: string,
): Promise<boolean> {
  const found = await tenantAndLease(id);
  const lease = found?.lease;
  if (!found || lease?.epoch !== epoch || lease.attempt !== attempt || isPast(lease.until, at)) return false;
  // Somebody started the same attempt again by hand, under another name, and it has the lease now.
  if (execution !== undefined && lease.execution !== undefined && lease.execution !== execution) return false;
  const ended = await unlessLost(leaseRace, () =>
    commit({ tenant: found.tenant, at }, [leasePut(found.tenant, lease, { ...lease, until: at })]),
  );
  return ended !== 'lost';
}

/** The write that makes somebody look at a tenant now, because something changed what is to be done for it. */
export function lookNow(tenant: string, at: string): Write {
  return leaseRow.update([tenant], { set: listed(dueTenants, at, tenant) }, { if: present });
}

/**
 * Puts off the next look at a tenant after whom nobody has to look now, if that is due later than listed.
 * @param tenant as it was read, with its lease; a change of either leaves the list as it is
 * @param until until when the lease is to last
 */
export async function putOff(
  tenant: Tenant,
  lease: LeaseRow,
  at: string,
  until = lease.until,
): Promise<void> {
  const { listPk, listSk } = lookedAt(tenant, { ...lease, until });
  if (listSk === lease.listSk) return;
  const change =
    listSk === undefined
      ? { set: { until }, unset: ['listPk', 'listSk'] as const }
      : { set: { until, listPk, listSk } };
  const asRead = equals({ epoch: lease.epoch, attempt: lease.attempt, until: lease.until });
  const lost = { race: leaseRace };
  await unlessLost(leaseRace, () =>
    commit({ tenant, at }, [
      tenantRow.check([tenant.id], equals({ version: tenant.version }), lost),
      leaseRow.update([tenant.id], change, { if: asRead, else: lost }),
    ]),
  );
}

/** A lease with its place in the list of what is due. */
function lookedAt(tenant: Tenant, lease: LeaseRow): LeaseRow {
  return { ...lease, ...placeOf(tenant, lease) };
}

function placeOf(
  tenant: Tenant,
  lease: Pick<Lease, 'until' | 'noticedAt' | 'step'>,
): Pick<LeaseRow, 'listPk' | 'listSk'> {
  const look = lookAt(tenant, lease.until, lease);
  return look === undefined ? { listPk: undefined, listSk: undefined } : listed(dueTenants, look, tenant.id);
}

/** Writes a lease on condition that the tenant is as it was read: its place in the list depends on it. */
function writeLease(tenant: Tenant, at: string, before: LeaseRow | undefined, next: LeaseRow): Promise<void> {
  const { epoch, version } = tenant;
  const unchanged = tenantRow.check([tenant.id], equals({ epoch, version }), { race: leaseRace });
  return commit({ tenant, at }, [unchanged, leasePut(tenant, before, next)]);
}

function leasePut(tenant: Tenant, before: LeaseRow | undefined, next: LeaseRow): Write {
  const guard = before ? hadAs(before) : { if: absent, else: { race: leaseRace } };
  return leaseRow.put([tenant.id], lookedAt(tenant, next), guard);
}

/** The guard of a write to a lease that no other attempt has taken since. */
function hadAs({ epoch, attempt }: LeaseRow) {
  return { if: equals({ epoch, attempt }), else: { race: leaseRace } };
}
