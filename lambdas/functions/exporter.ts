import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { exportId, tenantId } from '../domain/identifiers.ts';
import { exportWrite } from '../operations/exports/export-write.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { monotonic, now } from '../platform/runtime/clock.ts';
import type { Outcome } from '../stores/retention/step.ts';

const input = z.strictObject({
  task: z.literal('export.write'),
  v: z.literal(1),
  tenant: tenantId,
  export: exportId,
  attempt: z.int().check(z.minimum(0)),
});

/** Milliseconds before the function's timeout at which no new work is begun. */
const margin = 60_000;

/**
 * Makes the parts of an export, for its state machine. No HTTP request reaches this function: it is the only one that
 * opens everything of a tenant. An invalid input gives an outcome that no state machine knows.
 * @throws whatever failed, for the state machine to try again
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  const end = monotonic() + Math.max(context.getRemainingTimeInMillis() - margin, 1000);
  const parsed = input.safeParse(event);
  if (!parsed.success) {
    log('error', 'export', { outcome: 'invalid-input' });
    return { outcome: 'invalid-input' };
  }
  const { task, tenant, attempt } = parsed.data;
  try {
    const outcome = await exportWrite(parsed.data, { at: now(), timeIsUp: () => monotonic() > end });
    log('info', 'export', { task, tenant, attempt, outcome: outcome.outcome });
    return outcome;
  } catch (error) {
    log('error', 'export', { task, tenant, attempt, outcome: 'failed', ...faultOf(error) });
    throw error;
  }
}
