import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { categoryEntries } from '../../stores/catalogue/entries.ts';

/** One category of the tenant. */
export const categoryRead: HandlerOf<typeof tenantsOperations, 'category.read'> = async ({ path }) => {
  const body = await categoryEntries.one(path.tenant, path.category);
  return { body, version: body.version };
};
