import { read } from '../adapters/dynamo.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import { Problem } from '../domain/problems.ts';
import type { HandlerOf } from '../http/serve.ts';
import { memberViews } from './member-view.ts';
import { ownTenant } from './own-tenant.ts';

/** One member of the tenant. */
export const memberRead: HandlerOf<typeof tenantsOperations, 'member.read'> = async ({ path }, authority) => {
  const [row] = await read([{ table: 'vault', key: vaultKey.member(path.tenant, path.member) }]);
  if (!row) throw new Problem('not-found');
  const member = await memberViews(authority, ownTenant(authority))(row);
  return { body: member, version: member.version };
};
