import type { Notice } from '../../domain/catalogue/notice.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { type NoticeRow, noticeList, noticeRow, noticeVersionRow } from '../../model/catalogue-rows.ts';
import { placeIn } from '../../model/places.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, type NextVersion } from '../commit/commit.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { listed } from '../paging/sources.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** The number of a notice's newest version; undefined when there is no such notice. */
export async function newestVersion(tenant: string, notice: string): Promise<number | undefined> {
  const { row } = await readNamed({ row: noticeRow.at(tenant, notice) });
  return noticeRow.from(row)?.version;
}

/** One page of a tenant's notices, each with its newest version, the one published last first. */
export function noticePage(tenant: string, call: ListCall, authority: MemberAuthority) {
  return listPage(listed(noticeList(tenant)), pagingOf(call, authority), (row) => {
    const { id, version, hash } = noticeRow.from(row);
    return { id, version, hash };
  });
}

/**
 * Reads what the publication of a version depends on: the newest version, and the tenant's audit secret. Read
 * consistently, in one round trip.
 * @throws Problem `tenant-not-open` when the tenant has no audit secret
 */
export async function readForPublishing(
  tenant: string,
  notice: string,
): Promise<{ readonly secret: string; readonly before: NoticeRow | undefined }> {
  const found = await readNamed({
    secret: tenantSecret(tenant),
    before: noticeRow.at(tenant, notice),
  });
  return { secret: secretIn(found.secret), before: noticeRow.from(found.before) };
}

/**
 * Publishes a version of a notice: its row is written once, under its own number, and the notice names it as the
 * newest version in the same transaction.
 * @param claim the writes that claim the call's idempotency key.
 * @throws Problem `conflict` when another version was published meanwhile, `tenant-not-open`
 */
export async function publishNotice(
  tenant: Tenant,
  actor: MemberAuthority,
  secret: string,
  newest: NoticeRow,
  content: Notice,
  { version: _, ...guard }: NextVersion,
  claim: readonly Write[],
): Promise<void> {
  const { id, version, at } = newest;
  const object = { id, under: secret };
  const key = noticeRow.key(tenant.id, id);
  await commit({ tenant, at }, [
    ...claim,
    noticeRow.put(key, { ...newest, ...placeIn(noticeList(tenant.id), key, at, id) }, guard),
    noticeVersionRow.put([tenant.id, id, version], { ...newest, content }, { if: absent }),
    tenantFence(tenant),
    ...appendAudit({
      type: 'notice.published',
      at,
      tenant: tenant.id,
      actorRef: actor.ref,
      object,
      version,
    }).writes,
  ]);
}
