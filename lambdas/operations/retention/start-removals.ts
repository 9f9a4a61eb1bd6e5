import { isPast } from '../../domain/instant.ts';
import { count, faultOf, log } from '../../platform/observability/log.ts';
import { after } from '../../platform/runtime/clock.ts';
import { keptDue, nextSetAttempt, setAndTenant, whyItStays } from '../../stores/kept/set-lease.ts';
import { startWorkflow } from '../../stores/retention/executions.ts';
import type { Run } from '../../stores/retention/step.ts';

const day = 24 * 60 * 60;

/**
 * Starts the removal of kept sets whose day has come, whatever has waited longest first, and of those that nobody goes
 * on with. A failure for one does not affect the others.
 * @param purge ARN of the machine of removal.
 * @param atMost how many are started.
 */
export async function startKeptRemovals(
  purge: string,
  { at, timeIsUp }: Run,
  atMost: number,
): Promise<{ readonly started: number; readonly failed: number }> {
  let started = 0;
  let failed = 0;
  let start: Record<string, string> | undefined;
  do {
    const { due, next } = await keptDue(at, start);
    for (const { tenant, set } of due) {
      if (started >= atMost) return { started, failed };
      try {
        if (await startRemoval(purge, tenant, set, at)) started++;
      } catch (error) {
        failed++;
        log('error', 'reconcile', { task: 'reconcile', tenant, ...faultOf(error) });
      }
    }
    start = next;
  } while (start && !timeIsUp());
  return { started, failed };
}

async function startRemoval(purge: string, tenant: string, set: string, at: string): Promise<boolean> {
  const found = await setAndTenant(tenant, set);
  if (!found || whyItStays(found, at) !== undefined) return false;
  if (isPast(after(found.set.until, day), at)) count('PurgePastDue');
  const next = await nextSetAttempt(found, at);
  if (!next) return false;
  await startWorkflow({ arn: purge }, next);
  return true;
}
