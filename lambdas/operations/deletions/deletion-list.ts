import { audienceOf } from '../../domain/consents/audience.ts';
import type { Handler } from '../../http/serve.ts';
import { deletionPage } from '../../stores/deletions/deletions.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { deletionView } from './deletion-view.ts';

/** What the caller's own organisation is asked to delete; for admins of the tenant, what all are. */
export const deletionList: Handler<'deletion.list'> = async (call, authority) => {
  const tenant = actingTenant(authority, call.at, 'open', 'retrieval');
  const page = await deletionPage(tenant, call, authority, call.at, (row) => {
    const audience = audienceOf(authority, row.organisation, 'admin');
    return audience && deletionView(row, audience);
  });
  return { body: page };
};
