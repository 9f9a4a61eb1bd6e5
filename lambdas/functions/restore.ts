import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { drillBegin, drillDrop, drillLook } from '../operations/restore/drill-copy.ts';
import { restoreProve } from '../operations/restore/restore-prove.ts';
import { restoreReplay } from '../operations/restore/restore-replay.ts';
import { isInUse, useCopy } from '../stores/restore/copy.ts';
import type { Outcome, Run } from '../stores/retention/step.ts';
import { runTask } from '../stores/retention/task.ts';

/** Names of restored tables. No table that the stack makes is called so. */
const copy = z.string().check(
  z.regex(/^Restored-[A-Za-z0-9_.-]{1,200}$/),
  z.refine<string>((name) => !isInUse(name)),
);

/** The tasks of this function, by name. */
export const restoreTasks = {
  'restore.replay': ({ since }: Task, run: Run) => restoreReplay(since, run),
  'restore.prove': (_: Task, run: Run) => restoreProve(run),
} as const satisfies Record<string, (task: Task, run: Run) => Promise<Outcome>>;

/** The tasks by which the drill makes its copy, and drops it. */
export const drillTasks = {
  'drill.begin': drillBegin,
  'drill.look': drillLook,
  'drill.drop': drillDrop,
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

/**
 * Makes a restored copy of Vault fit to be served from, and proves it. No HTTP request reaches this function; it opens
 * canaries alone, and writes to no table that others use. An invalid input gives an outcome that no state machine
 * knows, and so does the name of the table in use.
 * @throws whatever failed, for the caller to try again
 */
export function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  const act = (call: z.output<typeof input>, run: Run) => {
    useCopy(call.copy);
    return 'since' in call ? restoreTasks[call.task](call, run) : drillTasks[call.task](run);
  };
  return runTask(input, event, context, act, 'restore');
}
