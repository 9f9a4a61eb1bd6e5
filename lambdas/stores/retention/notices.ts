import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { tenantFence } from '../tenants/tenants.ts';
import { type Leased, leaseChange } from './lease.ts';

/**
 * Makes the mail due that tells the admins that the purge is near, and records in the lease which notice it was, and
 * when the first was due.
 * @throws LostRace `lease` when another attempt has taken it
 * @throws Problem `tenant-not-open` when the tenant has changed since it was read
 */
export async function storeNotice(leased: Leased, days: number, at: string): Promise<void> {
  const { tenant, lease } = leased;
  await commit(
    { tenant, at },
    [tenantFence(tenant), leaseChange(leased, { noticed: days, noticedAt: lease.noticedAt ?? at })],
    [dueMail({ kind: 'purge-near', tenant: tenant.id }, at)],
  );
}
