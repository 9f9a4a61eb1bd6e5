import { isPast } from '../../domain/instant.ts';
import { noticesOf } from '../../domain/retention/retention.ts';
import { storeNotice } from '../../stores/retention/notices.ts';
import { type Step, withLease } from '../../stores/retention/step.ts';

/**
 * Makes the mails due that tell the admins that their data will be purged soon, once for each notice. If several
 * notices were missed, only the last is sent: it gives the last day of the window, which is the same in all.
 */
export const retentionNotify: Step = (attempt, run) =>
  withLease(attempt, run, ['retrieval'], async (leased) => {
    const { tenant, lease } = leased;
    const { endedAt, purgeAt } = tenant;
    if (endedAt === undefined || purgeAt === undefined) return { outcome: 'none-due' };
    const due = noticesOf(endedAt, purgeAt).filter(({ at }) => isPast(at, run.at));
    const days = due.at(-1)?.days;
    if (days === undefined || days >= (lease.noticed ?? Number.POSITIVE_INFINITY))
      return { outcome: 'none-due' };
    await storeNotice(leased, days, run.at);
    return { outcome: 'noticed', days };
  });
