import type { TenantState } from '../../domain/tenants/tenancy.ts';
import { type Attempt, type Holding, holdLease, lost, type Ousted } from './lease.ts';

/** What a step gets beside its input: the present instant (UTC), and how long it may go on. */
export interface Run {
  readonly at: string;
  readonly timeIsUp: () => boolean;
}

/** What a state machine branches on. Nothing is thrown to steer it: errors are for retries only. */
export interface Outcome {
  readonly outcome: string;
  readonly [detail: string]: string | number | undefined;
}

/** The execution has no business here any more and ends in peace. */
export interface Left extends Outcome {
  readonly outcome: 'leave';
  readonly reason: Ousted | 'held' | TenantState;
}

/** One step of a workflow: idempotent, and reading state, hold, epoch and time from the table itself. */
export type Step = (attempt: Attempt, run: Run) => Promise<Outcome>;

/** How long a step may take at most, in seconds: what a function can, and a good margin. */
export const stepSeconds = 20 * 60;

export const leave = (reason: Left['reason']): Left => ({ outcome: 'leave', reason });

/**
 * Lets a step act while it holds the lease and the tenant is in one of these states; else the execution leaves, also
 * when it loses the lease while it acts.
 * @param act gets the tenant and the lease as just read.
 */
export async function holding(
  attempt: Attempt,
  { at }: Run,
  states: readonly TenantState[],
  act: (holding: Holding) => Promise<Outcome>,
): Promise<Outcome> {
  for (;;) {
    const held = await holdLease(attempt, at, stepSeconds);
    if (typeof held === 'string') return leave(held);
    if (!states.includes(held.tenant.state)) return leave(held.tenant.state);
    try {
      return await act(held);
    } catch (error) {
      if (error !== lost) throw error;
    }
  }
}
