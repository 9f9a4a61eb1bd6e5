import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { individualId } from '../domain/identifiers.ts';
import { exportStepInput, stepInput } from '../domain/retention/step-input.ts';
import { exportWrite } from '../operations/exports/export-write.ts';
import { individualKeep } from '../operations/kept/individual-keep.ts';
import type { Outcome } from '../stores/retention/step.ts';
import { runTask } from '../stores/retention/task.ts';

/** The step of an erasure that opens what has to stay, by the name of its task. */
export const steps = { 'purge.keep': individualKeep } as const;

const input = z.union([
  z.extend(stepInput(steps), { individual: individualId }),
  exportStepInput('export.write'),
]);

/**
 * Makes the parts of an export, and keeps what a law demands of somebody who is erased, for their state machines. No
 * HTTP request reaches this function: it is the only one that opens everything of a tenant.
 * @throws whatever failed, for the state machine to try again
 */
export function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  return runTask(input, event, context, (call, run) =>
    call.task === 'export.write' ? exportWrite(call, run) : steps[call.task](call, run),
  );
}
