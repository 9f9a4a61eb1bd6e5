import { callNotifier } from '../../stores/mail/notifier-call.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { aborted, type Step, withLease } from '../../stores/retention/step.ts';
import { rest } from './rest.ts';

/**
 * Calls the notifier to mail an attestation to the admins, whose addresses only it can open; once for each part, and
 * for each supplement. While somebody is held, that is the end of the execution.
 */
function deliver(part: 1 | 2): Step {
  return (attempt, run) =>
    withLease(attempt, run, part === 1 ? ['purging', 'purged'] : ['purged'], async (leased) => {
      const { tenant, lease } = leased;
      const { id, epoch, state } = tenant;
      const resting = state === 'purging';
      if (resting && lease.held === undefined) return aborted('purging');
      const delivered = (lease.delivered ?? 0) >= part;
      // The round after an attestation with somebody held is the next one.
      const supplement = (lease.round ?? 0) - (resting ? 1 : 0);
      const task = { task: 'attestation', tenant: id, epoch, part } as const;
      const outcome = delivered
        ? 'delivered'
        : await callNotifier(supplement > 0 && part === 1 ? { ...task, supplement } : task);
      if (resting) return rest(leased, run.at, { delivered: part });
      if (!delivered) await changeLease(leased, run.at, { delivered: part });
      return { outcome };
    });
}

export const purgeDeliver = deliver(1);
export const purgeDeliverFinally = deliver(2);
