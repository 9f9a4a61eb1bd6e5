import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { kindOf, vaultPrefix } from '../../model/key-registry.ts';
import { as, type NoticeRow } from '../../model/rows.ts';
import { newestOf } from '../../stores/paging/newest-of.ts';

/** Notices of the tenant, each with its newest version, the one published last first. */
export const noticeList: HandlerOf<typeof tenantsOperations, 'notice.list'> = async (call, authority) => ({
  body: await newestOf(vaultPrefix.notices, call, authority, (row) => {
    const { at, id, version, hash } = as<NoticeRow>(row);
    return kindOf('vault', row) === 'notice' ? { at, item: { id, version, hash } } : undefined;
  }),
});
