import { hasCome } from '../../domain/instant.ts';
import { noticesOf } from '../../domain/retention/retention.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { leaseChange } from '../../stores/retention/lease.ts';
import { holding, type Step } from '../../stores/retention/step.ts';
import { tenantFence } from '../../stores/tenants/tenants.ts';

/**
 * Makes the mail to the admins due that their data will be purged soon, once for each notice. Of notices that were
 * missed together only the last is sent: it says when the purge is, and that is the same in all.
 */
export const retentionNotify: Step = (attempt, run) =>
  holding(attempt, run, ['retrieval'], async (held) => {
    const { tenant, lease } = held;
    const { endedAt, purgeAt } = tenant;
    if (endedAt === undefined || purgeAt === undefined) return { outcome: 'none-due' };
    const due = noticesOf(endedAt, purgeAt).filter(({ at }) => hasCome(at, run.at));
    const days = due.at(-1)?.days;
    if (days === undefined || days >= (lease.noticed ?? Number.POSITIVE_INFINITY))
      return { outcome: 'none-due' };
    const mail = dueMail({ kind: 'purge-near', tenant: tenant.id }, run.at);
    await transact([tenantFence(tenant), leaseChange(held, { noticed: days }), mail.write]);
    await announce(mail);
    return { outcome: 'noticed', days };
  });
