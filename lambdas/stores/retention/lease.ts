import type { Tenant } from '../../domain/members/authority.ts';
import { attemptAfter, claimOf, type Lease } from '../../domain/retention/lease.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, equals, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { tenantOf } from '../tenants/tenants.ts';
import type { WorkflowInput } from './executions.ts';

/** Where a long step is, kept in the lease so that the next call goes on there. */
interface Progress {
  readonly step: string;
  readonly state: unknown;
}

/** The lease as its row holds it. */
export type LeaseRow = Lease & { readonly progress?: Progress | undefined };

/** Why an execution has to stop: nothing is left to do, the epoch has moved, or a later attempt has taken over. */
export type Ousted = 'gone' | 'reinstated' | 'superseded';

/** An execution that may act, and what it acts on, as just read. */
export interface Holding {
  readonly tenant: Tenant;
  readonly lease: LeaseRow;
}

/** Who acts: an attempt of an epoch, in an execution. */
export interface Attempt extends WorkflowInput {
  readonly execution?: string | undefined;
}

/** Reads a tenant and its lease, consistently. */
export async function tenantAndLease(
  tenant: string,
): Promise<{ readonly tenant: Tenant; readonly lease: LeaseRow | undefined } | undefined> {
  const [row, lease] = await read([
    { table: 'vault', key: vaultKey.tenant(tenant) },
    { table: 'vault', key: vaultKey.lease(tenant) },
  ]);
  return row && { tenant: tenantOf(row), lease: lease && as<LeaseRow>(lease) };
}

/** What a write of a lease throws when another attempt has it: whoever reads the rows anew learns which and why. */
export const lost = new Error('the lease was taken by another attempt');

/**
 * Takes or renews the lease for an attempt; every step of a workflow begins with it. Both rows are read anew, so
 * that state, hold and epoch are the present ones.
 * @param seconds how long the step may take at most.
 */
export async function holdLease(attempt: Attempt, at: string, seconds: number): Promise<Holding | Ousted> {
  for (;;) {
    const found = await tenantAndLease(attempt.tenant);
    if (!found) return 'gone';
    const { tenant, lease } = found;
    if (tenant.epoch !== attempt.epoch) return 'reinstated';
    const claim = claimOf(lease, attempt.epoch, attempt.attempt);
    if (claim === 'superseded') return 'superseded';
    const held: LeaseRow = {
      ...(lease?.epoch === attempt.epoch && lease),
      ...(claim === 'take' && { progress: undefined }),
      epoch: attempt.epoch,
      attempt: attempt.attempt,
      until: after(at, seconds),
      execution: attempt.execution,
    };
    try {
      await transact([sameTenant(tenant), leaseWrite(tenant.id, lease, held)]);
      return { tenant, lease: held };
    } catch (error) {
      if (error !== lost) throw error;
    }
  }
}

/**
 * Takes the lease for the next attempt, before its execution is started; undefined when another was faster. Nobody
 * knows the execution yet, so the lease is short: were it never started, the reconciler would try again.
 */
export async function nextAttempt(
  tenant: Tenant,
  lease: LeaseRow | undefined,
  at: string,
): Promise<WorkflowInput | undefined> {
  const attempt = attemptAfter(lease, tenant.epoch);
  const { noticed, delivered } = lease?.epoch === tenant.epoch ? lease : {};
  const taken = { epoch: tenant.epoch, attempt, until: after(at, startsWithin), noticed, delivered };
  try {
    await transact([sameTenant(tenant), leaseWrite(tenant.id, lease, taken)]);
    return { v: 1, tenant: tenant.id, epoch: tenant.epoch, attempt };
  } catch (error) {
    if (error !== lost) throw error;
    return undefined;
  }
}

const startsWithin = 5 * 60;

/** Changes the lease of the attempt that holds it; part of a transaction, or alone. @throws {@link lost} */
export function leaseChange({ tenant, lease }: Holding, change: Partial<LeaseRow>): Write {
  return leaseWrite(tenant.id, lease, { ...lease, ...change });
}

/** Never writes a lease for a tenant that is gone, or of another epoch. */
function sameTenant({ id, epoch }: Tenant): Write {
  return { table: 'vault', check: vaultKey.tenant(id), if: equals({ epoch }), else: lost };
}

function leaseWrite(tenant: string, before: LeaseRow | undefined, next: LeaseRow): Write {
  return {
    table: 'vault',
    put: { ...vaultKey.lease(tenant), ...next },
    if: before ? equals({ epoch: before.epoch, attempt: before.attempt }) : absent,
    else: lost,
  };
}
