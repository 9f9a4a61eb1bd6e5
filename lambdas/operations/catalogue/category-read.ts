import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type CategoryRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';

/** One category of the tenant. */
export const categoryRead: HandlerOf<typeof tenantsOperations, 'category.read'> = async ({ path }) => {
  const [row] = await read([{ table: 'vault', key: vaultKey.category(path.tenant, path.category) }]);
  if (!row) throw new Problem('not-found');
  const { id, version, content } = as<CategoryRow>(row);
  return { body: { ...content, id, version }, version };
};
