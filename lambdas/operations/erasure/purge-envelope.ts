import { callNotifier } from '../../stores/mail/notifier-call.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Has the admins' addresses sealed under a key that does not go with the tenant's, while they can still be opened.
 * The notifier does it: this function opens nothing. See docs/adr/0008.
 */
export const purgeEnvelope: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval', 'purging', 'purged'], async ({ tenant: { id, epoch, state } }) =>
    state === 'retrieval'
      ? { outcome: await callNotifier({ task: 'envelope', tenant: id, epoch }) }
      : { outcome: 'kept' },
  );
