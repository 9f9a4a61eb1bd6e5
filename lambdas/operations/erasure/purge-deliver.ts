import { callNotifier } from '../../stores/mail/notifier-call.ts';
import { changeLease } from '../../stores/retention/lease.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/** Calls the notifier to mail an attestation to the admins, whose addresses only it can open; once for each part. */
function deliver(part: 1 | 2): Step {
  return (attempt, run) =>
    withLease(attempt, run, ['purged'], async (leased) => {
      const { id, epoch } = leased.tenant;
      if ((leased.lease.delivered ?? 0) >= part) return { outcome: 'delivered' };
      const outcome = await callNotifier({ task: 'attestation', tenant: id, epoch, part });
      await changeLease(leased, run.at, { delivered: part });
      return { outcome };
    });
}

export const purgeDeliver = deliver(1);
export const purgeDeliverFinally = deliver(2);
