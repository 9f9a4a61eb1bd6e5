import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { exportStepInput, stepInput } from '../domain/retention/step-input.ts';
import { exportSign } from '../operations/exports/export-sign.ts';
import { reconcile } from '../operations/retention/reconcile.ts';
import { retentionBegin } from '../operations/retention/retention-begin.ts';
import { retentionCheck } from '../operations/retention/retention-check.ts';
import { retentionNotify } from '../operations/retention/retention-notify.ts';
import { retentionProbe } from '../operations/retention/retention-probe.ts';
import { retentionSchedule } from '../operations/retention/retention-schedule.ts';
import type { Outcome, Step } from '../stores/retention/step.ts';
import { runTask } from '../stores/retention/task.ts';

/** The steps of the machine of retention, by the name of their task. */
export const steps = {
  'retention.schedule': retentionSchedule,
  'retention.check': retentionCheck,
  'retention.notify': retentionNotify,
  'retention.probe': retentionProbe,
  'retention.begin': retentionBegin,
} as const satisfies Record<string, Step>;

const input = z.union([
  stepInput(steps),
  exportStepInput('export.sign'),
  z.strictObject({
    task: z.literal('reconcile'),
    machines: z.strictObject({ retention: z.string(), purge: z.string(), export: z.string() }),
  }),
]);

/**
 * Runs the reconciler, or a step that waits, watches or signs. It can destroy no data: what it starts when the time has
 * come looks at the table again before it removes anything, and is another function's.
 * @throws whatever failed, for the state machine to try again
 */
export function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  return runTask(input, event, context, (call, run) =>
    call.task === 'reconcile'
      ? reconcile(call.machines, run)
      : call.task === 'export.sign'
        ? exportSign(call, run)
        : steps[call.task](call, run),
  );
}
