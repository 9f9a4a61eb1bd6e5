import { transact } from '../../platform/dynamodb/transaction.ts';
import { askNotifier } from '../../stores/mail/notifier-call.ts';
import { leaseChange } from '../../stores/retention/lease.ts';
import { holding, type Step } from '../../stores/retention/step.ts';

/** Has an attestation mailed to the admins, whose addresses only the notifier can open; once for each part. */
function deliver(part: 1 | 2): Step {
  return (attempt, run) =>
    holding(attempt, run, ['purged'], async (held) => {
      const { tenant, lease } = held;
      if ((lease.delivered ?? 0) >= part) return { outcome: 'delivered' };
      const outcome = await askNotifier({
        task: 'attestation',
        tenant: tenant.id,
        epoch: tenant.epoch,
        part,
      });
      await transact([leaseChange(held, { delivered: part })]);
      return { outcome };
    });
}

export const purgeDeliver = deliver(1);
export const purgeDeliverFinally = deliver(2);
