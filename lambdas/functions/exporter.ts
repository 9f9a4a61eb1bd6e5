import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { exportId, tenantId } from '../domain/identifiers.ts';
import { exportWrite } from '../operations/exports/export-write.ts';
import type { Outcome } from '../stores/retention/step.ts';
import { runTask } from '../stores/retention/task.ts';

const input = z.strictObject({
  task: z.literal('export.write'),
  v: z.literal(1),
  tenant: tenantId,
  export: exportId,
  attempt: z.int().check(z.minimum(0)),
});

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
