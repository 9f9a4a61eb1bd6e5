import { stepSeconds } from '../../domain/retention/lease.ts';
import type { TenantState } from '../../domain/tenants/tenancy.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { type Attempt, type Leased, type LeaseRefusal, leaseRace, takeLease } from './lease.ts';

/** What a step gets in addition to its input: the present instant (UTC), and whether its time is up. */
export interface Run {
  readonly at: string;
  readonly timeIsUp: () => boolean;
}

/** What a step returns and a state machine branches on. Errors are for retries only and never steer it. */
export interface Outcome {
  readonly outcome: string;
  readonly [detail: string]: string | number | undefined;
}

/** The execution may not continue, and ends without having failed. */
export interface Aborted extends Outcome {
  readonly outcome: 'leave';
  readonly reason: LeaseRefusal | 'held' | 'exporting' | TenantState;
}

/** One step of a workflow: idempotent, and reading state, legal hold, epoch and time from the table itself. */
export type Step = (attempt: Attempt, run: Run) => Promise<Outcome>;

export const aborted = (reason: Aborted['reason']): Aborted => ({ outcome: 'leave', reason });

/**
 * Runs a step if its attempt has the lease and the tenant is in one of these states; otherwise the execution aborts.
 * A step that loses the lease while it runs starts again, and then finds out why.
 * @param act gets the tenant and the lease as just read.
 */
export async function withLease(
  attempt: Attempt,
  { at }: Run,
  states: readonly TenantState[],
  act: (leased: Leased) => Promise<Outcome>,
): Promise<Outcome> {
  for (;;) {
    const leased = await takeLease(attempt, at, stepSeconds);
    if (typeof leased === 'string') return aborted(leased);
    if (!states.includes(leased.tenant.state)) return aborted(leased.tenant.state);
    const outcome = await unlessLost(leaseRace, () => act(leased));
    if (outcome !== 'lost') return outcome;
  }
}
