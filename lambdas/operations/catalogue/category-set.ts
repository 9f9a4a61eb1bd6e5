import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { Category } from '../../domain/catalogue/category.ts';
import { takenAway } from '../../domain/catalogue/category-change.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { setEntry } from './set-entry.ts';

/** Sets a category; what notices, consents and records may already name is not taken away from it. */
export const categorySet: HandlerOf<typeof tenantsOperations, 'category.set'> = async (call, authority) => {
  const { category } = call.path;
  const written = await setEntry<Category>(call, authority, {
    key: vaultKey.category(ownTenant(authority).id, category),
    id: category,
    content: call.body,
    type: 'category.set',
    faults: (before) => (before ? takenAway(before, call.body) : []),
  });
  return { body: written, version: written.version };
};
