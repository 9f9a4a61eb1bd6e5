import type * as z from 'zod/mini';
import { faultOf, log } from '../../platform/observability/log.ts';
import { monotonic, now } from '../../platform/runtime/clock.ts';
import { noteFault } from './lease.ts';
import type { Outcome, Run } from './step.ts';

/** What a state machine, or the schedule, asks of a function: ids only. */
export interface Task {
  readonly task: string;
  readonly tenant?: string;
  readonly epoch?: number;
  readonly attempt?: number;
  /** Whose data an erasure removes; empty or missing for a whole tenant. */
  readonly individual?: string | undefined;
}

/** Milliseconds before the function's timeout at which a task stops starting new work. */
const margin = 60_000;

/**
 * Runs one task, and logs its outcome. It throws only errors that a retry may heal. An invalid input gives an outcome
 * that no state machine knows, so that its execution fails at once.
 * @param logged as what it is logged.
 * @throws whatever failed, for the state machine to try again
 */
export async function runTask<T extends Task>(
  input: z.ZodMiniType<T>,
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
  act: (task: T, run: Run) => Promise<Outcome>,
  logged: 'workflow' | 'restore' = 'workflow',
): Promise<Outcome> {
  const began = monotonic();
  const end = began + Math.max(context.getRemainingTimeInMillis() - margin, 1000);
  const run: Run = { at: now(), timeIsUp: () => monotonic() > end };
  const parsed = input.safeParse(event);
  // Nothing of a forged input is logged.
  if (!parsed.success) {
    log('error', logged, { outcome: 'invalid-input' });
    return { outcome: 'invalid-input' };
  }
  const { task, tenant, epoch, attempt, individual } = parsed.data;
  const named = {
    task,
    ...(tenant !== undefined && { tenant }),
    ...(attempt !== undefined && { attempt }),
    ...(epoch !== undefined && { epoch }),
  };
  try {
    const outcome = await act(parsed.data, run);
    log('info', logged, {
      ...named,
      outcome: outcome.outcome === 'leave' && outcome.reason ? `leave ${outcome.reason}` : outcome.outcome,
      milliseconds: Math.round(monotonic() - began),
    });
    return outcome;
  } catch (error) {
    const fault = faultOf(error);
    log('error', logged, { ...named, outcome: 'failed', ...fault });
    // Whoever asks where the tenant stands is told; if that fails too, the log tells.
    if (tenant !== undefined && epoch !== undefined && attempt !== undefined && !individual)
      await noteFault({ v: 1, task, tenant, epoch, attempt }, fault.fault ?? 'unknown', run.at).catch(
        () => undefined,
      );
    throw error;
  }
}
