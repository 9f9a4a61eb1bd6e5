import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultPrefix } from '../../model/key-registry.ts';
import { as, type CategoryRow } from '../../model/rows.ts';
import { newestOf } from '../../stores/paging/newest-of.ts';

/** Categories of the tenant, newest first. */
export const categoryList: HandlerOf<typeof tenantsOperations, 'category.list'> = async (
  call,
  authority,
) => ({
  body: await newestOf(vaultPrefix.categories, call, authority, (row) => {
    const { id, version, content, since } = as<CategoryRow>(row);
    return { at: since, item: { ...content, id, version } };
  }),
});
