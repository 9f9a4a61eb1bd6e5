import { count } from '../../platform/observability/log.ts';
import { progressOf, saveProgress } from '../../stores/retention/lease.ts';
import { type Probed, probe } from '../../stores/retention/probe.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

const step = 'probe';

/**
 * Checks that the tenant's data can still be retrieved: every individual has their row and all their keys, and the
 * canary of each shard opens. It reads nobody's data. Damage raises an alarm, and neither hastens
 * nor delays the purge.
 */
export const retentionProbe: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval'], async (leased) => {
    const { id, kmsKey } = leased.tenant;
    if (!kmsKey) return { outcome: 'nothing-to-probe' };
    const from = progressOf<Probed>(leased, step) ?? { damaged: 0, positions: {} };
    const { damaged, positions, finished } = await probe(id, kmsKey, from, run.timeIsUp, (reached) =>
      saveProgress(leased, run.at, step, reached),
    );
    if (finished && damaged > 0) count('DataNotRetrievable');
    await saveProgress(leased, run.at, step, finished ? undefined : { damaged, positions });
    return { outcome: finished ? 'probed' : 'more', damaged };
  });
