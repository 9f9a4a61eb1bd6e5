import { noticeDue } from '../../domain/retention/due.ts';
import { storeNotice } from '../../stores/retention/notices.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Makes the mails due that tell the admins that their data will be purged soon, once for each notice. If several
 * notices were missed, only the last is sent: it gives the last day of the window, which is the same in all.
 */
export const retentionNotify: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval'], async (leased) => {
    const days = noticeDue(leased.tenant, leased.lease, run.at);
    if (days === undefined) return { outcome: 'none-due' };
    await storeNotice(leased, days, run.at);
    return { outcome: 'noticed', days };
  });
