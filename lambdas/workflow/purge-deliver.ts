import { leaseChange } from '../adapters/lease.ts';
import { askNotifier } from '../adapters/notifier.ts';
import { transact } from '../adapters/transaction.ts';
import { holding, type Step } from './step.ts';

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
