import type { Tenant } from '../../domain/members/authority.ts';
import { startsWithin, stepSeconds } from '../../domain/retention/lease.ts';
import type { ErasureRow, ErasureState } from '../../model/erasure-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import type { WorkflowInput } from '../retention/executions.ts';
import { type Attempt, leaseRace } from '../retention/lease.ts';
import type { Outcome, Run } from '../retention/step.ts';
import { type ErasureLeased, erasureAndTenant, erasureChange, placed } from './individual-row.ts';

/** Changes an erasure, for the attempt that has its lease. @throws LostRace `lease` when another one has it */
export async function changeErasure(
  leased: ErasureLeased,
  at: string,
  change: Partial<ErasureRow>,
  writes: readonly Write[] = [],
): Promise<void> {
  const { tenant, erasure } = leased;
  await commit({ tenant, at }, [...erasureChange(leased, { ...erasure, ...change }, leaseRace), ...writes]);
}

/** The attempt of an erasure: a workflow's, with the individual. */
export type IndividualAttempt = Attempt & { readonly individual: string };

/**
 * Runs a step of an erasure if its attempt has the lease and nobody has undone it; otherwise the execution leaves. A
 * step that loses the lease while it runs starts again, and then finds out why.
 */
export async function withErasure(
  attempt: IndividualAttempt,
  { at }: Run,
  act: (leased: ErasureLeased) => Promise<Outcome>,
): Promise<Outcome> {
  for (;;) {
    const found = await erasureAndTenant(attempt.tenant, attempt.individual);
    const why = whyNot(found, attempt);
    if (!found || why !== undefined) return { outcome: 'leave', reason: why };
    const { tenant, erasure } = found;
    const next = placed({
      ...erasure,
      attempt: attempt.attempt,
      execution: attempt.execution,
      until: after(at, stepSeconds),
    });
    const outcome = await unlessLost(leaseRace, async () => {
      await commit({ tenant, at }, erasureChange(found, next, leaseRace));
      return act({ tenant, erasure: next });
    });
    if (outcome !== 'lost') return outcome;
  }
}

function whyNot(found: ErasureLeased | undefined, { attempt }: Attempt): string | undefined {
  if (!found) return 'gone';
  const { tenant, erasure } = found;
  if (!isAlive(tenant)) return tenant.state;
  if (erasure.state === 'requested' || erasure.state === 'undone') return erasure.state;
  return erasure.attempt > attempt ? 'superseded' : undefined;
}

/** Whether individuals of a tenant are still erased one by one: its purge erases everybody. */
export const isAlive = ({ state }: Tenant) => state === 'open' || state === 'retrieval';

/** Takes the lease for the next attempt, before its execution is started; undefined when somebody was faster. */
export async function nextErasureAttempt(
  leased: ErasureLeased,
  at: string,
): Promise<(WorkflowInput & { readonly individual: string }) | undefined> {
  const { tenant, erasure } = leased;
  const attempt = erasure.attempt + 1;
  const change = { attempt, until: after(at, startsWithin), execution: undefined };
  const taken = await unlessLost(leaseRace, () => changeErasure(leased, at, change));
  if (taken === 'lost') return undefined;
  return { v: 1, tenant: tenant.id, epoch: tenant.epoch, attempt, individual: erasure.individual };
}

const order: readonly ErasureState[] = ['waiting', 'committed', 'shredded', 'verified', 'attested'];

/** Whether an erasure has come as far as a state, or further. */
export const hasCome = ({ state }: ErasureRow, to: ErasureState) => order.indexOf(state) >= order.indexOf(to);
