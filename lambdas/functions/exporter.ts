import type { Context } from 'aws-lambda';
import { exportStepInput } from '../domain/retention/step-input.ts';
import { exportWrite } from '../operations/exports/export-write.ts';
import type { Outcome } from '../stores/retention/step.ts';
import { runTask } from '../stores/retention/task.ts';

const input = exportStepInput('export.write');

/**
 * Makes the parts of an export, for its state machine. No HTTP request reaches this function: it is the only one that
 * opens everything of a tenant.
 * @throws whatever failed, for the state machine to try again
 */
export function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  return runTask(input, event, context, exportWrite);
}
