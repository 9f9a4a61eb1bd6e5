import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { drillBegin, drillDrop, drillLook } from '../operations/restore/drill-copy.ts';
import { restoreProve } from '../operations/restore/restore-prove.ts';
import { restoreReplay } from '../operations/restore/restore-replay.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { monotonic, now } from '../platform/runtime/clock.ts';
import { useCopy } from '../stores/restore/copy.ts';
import type { Outcome, Run } from '../stores/retention/step.ts';

/** Names of restored tables. No table that the stack makes is called so. */
const copy = z.string().check(z.regex(/^Restored-[A-Za-z0-9_.-]{1,200}$/));

/** The tasks of this function, by name. */
export const restoreTasks = {
  'restore.replay': ({ since }: Task, run: Run) => restoreReplay(since, run),
  'restore.prove': () => restoreProve(),
} as const satisfies Record<string, (task: Task, run: Run) => Promise<Outcome>>;

/** The tasks by which the drill makes its copy, and drops it. */
export const drillTasks = {
  'drill.begin': (run: Run) => drillBegin(run),
  'drill.look': () => drillLook(),
  'drill.drop': () => drillDrop(),
} as const satisfies Record<string, (run: Run) => Promise<Outcome>>;

type TaskName = keyof typeof restoreTasks;
type DrillName = keyof typeof drillTasks;
interface Task {
  /** The instant that the copy was restored to. */
  readonly since: string;
}

const input = z.union([
  z.strictObject({
    task: z.enum(Object.keys(restoreTasks) as [TaskName, ...TaskName[]]),
    v: z.literal(1),
    copy,
    since: z.iso.datetime({ precision: 3 }),
  }),
  z.strictObject({
    task: z.enum(Object.keys(drillTasks) as [DrillName, ...DrillName[]]),
    v: z.literal(1),
    // The drill makes and drops no other table.
    copy: copy.check(z.endsWith('-drill')),
  }),
]);

/** Milliseconds before the function's timeout at which no new work is begun. */
const margin = 60_000;

/**
 * Makes a restored copy of Vault fit to be served from, and proves it. No HTTP request reaches this function; it opens
 * canaries alone, and writes to no table that others use. An invalid input gives an outcome that no state machine
 * knows, and so does the name of the table in use.
 * @throws whatever failed, for the caller to try again
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  const end = monotonic() + Math.max(context.getRemainingTimeInMillis() - margin, 1000);
  const parsed = input.safeParse(event);
  if (!parsed.success || !useCopy(parsed.data.copy)) {
    log('error', 'restore', { outcome: 'invalid-input' });
    return { outcome: 'invalid-input' };
  }
  const call = parsed.data;
  const { task } = call;
  const run: Run = { at: now(), timeIsUp: () => monotonic() > end };
  try {
    const outcome =
      'since' in call ? await restoreTasks[call.task](call, run) : await drillTasks[call.task](run);
    log('info', 'restore', { task, outcome: outcome.outcome });
    return outcome;
  } catch (error) {
    log('error', 'restore', { task, outcome: 'failed', ...faultOf(error) });
    throw error;
  }
}
