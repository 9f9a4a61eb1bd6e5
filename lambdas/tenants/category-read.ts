import { read } from '../adapters/dynamo.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { as, type CategoryRow } from '../adapters/rows.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import { Problem } from '../domain/problems.ts';
import type { HandlerOf } from '../http/serve.ts';

/** One category of the tenant. */
export const categoryRead: HandlerOf<typeof tenantsOperations, 'category.read'> = async ({ path }) => {
  const [row] = await read([{ table: 'vault', key: vaultKey.category(path.tenant, path.category) }]);
  if (!row) throw new Problem('not-found');
  const { id, version, content } = as<CategoryRow>(row);
  return { body: { ...content, id, version }, version };
};
