import { callNotifier } from '../../stores/mail/notifier-call.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { notYet } from './not-yet.ts';

/**
 * Calls the notifier to seal the admins' addresses, while they can still be opened, under a key that is not destroyed
 * with the tenant's. The workflow itself opens nothing. See docs/adr/0008.
 */
export const purgeEnvelope: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async (leased) => {
    const { tenant } = leased;
    if (tenant.state !== 'retrieval') return { outcome: 'kept' };
    const refused = notYet(leased, run.at);
    if (refused) return refused;
    return { outcome: await callNotifier({ task: 'envelope', tenant: tenant.id, epoch: tenant.epoch }) };
  });
