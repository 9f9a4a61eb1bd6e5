import type { Handler } from '../../http/serve.ts';
import { noticePage } from '../../stores/catalogue/notices.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';

/** Notices of the tenant, each with its newest version, the one published last first. */
export const noticeList: Handler<'notice.list'> = async (call, authority) => ({
  body: await noticePage(ownTenant(authority).id, call, authority),
});
