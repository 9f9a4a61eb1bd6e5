import type { Tenant } from '../../domain/members/authority.ts';
import { attemptAfter, claimOf, lastsUntil } from '../../domain/retention/lease.ts';
import type { TenantState } from '../../domain/tenants/tenancy.ts';
import { type LeaseRow, leaseRow } from '../../model/erasure-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
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
    };
    const written = await unlessLost(leaseRace, () => writeLease(tenant, at, lease, next));
    if (written !== 'lost') return { tenant, lease: next };
  }
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
    epoch: tenant.epoch,
    attempt,
    until: after(at, startsWithin),
    execution: undefined,
  };
  const written = await unlessLost(leaseRace, () => writeLease(tenant, at, lease, next));
  return written === 'lost' ? undefined : { v: 1, tenant: tenant.id, epoch: tenant.epoch, attempt };
}

/**
 * Seconds in which an execution whose attempt was taken has its first step behind it, the tries of the step before
 * and of the start included; less than the reconciler's hour.
 */
const startsWithin = 50 * 60;

/**
 * The write that changes the lease of the attempt that has it. Against any other attempt it loses the race `lease`.
 */
export function leaseChange({ tenant, lease }: Leased, change: Partial<LeaseRow>): Write {
  return leasePut(tenant.id, lease, { ...lease, ...change });
}

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

/** Writes a lease on condition that the tenant exists and has this epoch. */
function writeLease(tenant: Tenant, at: string, before: LeaseRow | undefined, next: LeaseRow): Promise<void> {
  const sameEpoch = tenantRow.check([tenant.id], equals({ epoch: tenant.epoch }), { race: leaseRace });
  return commit({ tenant, at }, [sameEpoch, leasePut(tenant.id, before, next)]);
}

function leasePut(tenant: string, before: LeaseRow | undefined, next: LeaseRow): Write {
  return leaseRow.put([tenant], next, {
    if: before ? equals({ epoch: before.epoch, attempt: before.attempt }) : absent,
    else: { race: leaseRace },
  });
}
