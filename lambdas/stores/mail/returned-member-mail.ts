import type { MailReturn } from '../../domain/requests/returned.ts';
import { takesMail } from '../../domain/tenants/tenancy.ts';
import { memberRow } from '../../model/member-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { unchanged } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, unlessLost } from '../commit/commit.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { tenantFence, tenantOf } from '../tenants/tenants.ts';

/** A mail to a member that came back. */
export interface ReturnedMemberMail {
  readonly tenant: string;
  readonly member: string;
  /** The version of the member that had the address. */
  readonly addressVersion: number;
  readonly why: MailReturn;
}

/**
 * Notes with a member that a mail did not arrive, with its audit entry, as long as nothing about them has changed
 * since: the other admins see it. Idempotent: it is noted once for each version.
 * @returns `noted`, `known`, or `gone` when there is nobody left to note it of
 */
export async function noteMemberReturned(
  { tenant: id, member, addressVersion, why }: ReturnedMemberMail,
  at: string,
): Promise<'noted' | 'known' | 'gone'> {
  const found = await readNamed({
    tenant: tenantRow.at(id),
    row: memberRow.at(id, member),
    secret: tenantSecret(id),
  });
  const row = memberRow.from(found.row);
  if (!found.tenant || row?.version !== addressVersion) return 'gone';
  const tenant = tenantOf(found.tenant);
  if (!takesMail(tenant, at)) return 'gone';
  if (row.returned) return 'known';
  const race = 'returned';
  const object = { id: member, under: secretIn(found.secret) };
  const noted = await unlessLost(race, () =>
    commit({ tenant, at }, [
      memberRow.update(
        [id, member],
        { set: { returned: { at, why } } },
        { if: unchanged({ version: addressVersion, returned: undefined }), else: { race } },
      ),
      tenantFence(tenant),
      ...appendAudit({ type: 'mail.returned', at, tenant: id, actorRef: 'system', object }).writes,
    ]),
  );
  return noted === 'lost' ? 'known' : 'noted';
}
