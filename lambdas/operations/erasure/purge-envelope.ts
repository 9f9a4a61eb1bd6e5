import { callNotifier } from '../../stores/mail/notifier-call.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';
import { notYet } from './not-yet.ts';

/**
 * Calls the notifier to seal the admins' addresses, while they can still be opened, under a key that is not destroyed
 * with the tenant's. The workflow itself opens nothing. See docs/adr/0008.
 */
export const purgeEnvelope: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async (leased) => {
    const { tenant, lease } = leased;
    // While somebody is held the addresses can still be opened, and the first envelope may have expired.
    const again = tenant.state === 'purging' && lease.held !== undefined;
    if (tenant.state !== 'retrieval' && !again) return { outcome: 'kept' };
    const refused = again ? undefined : notYet(leased, run.at);
    if (refused) return refused;
    return { outcome: await callNotifier({ task: 'envelope', tenant: tenant.id, epoch: tenant.epoch }) };
  });
