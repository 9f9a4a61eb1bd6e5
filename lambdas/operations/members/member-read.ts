import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { memberViews } from './member-view.ts';

/** One member of the tenant. */
export const memberRead: HandlerOf<typeof tenantsOperations, 'member.read'> = async ({ path }, authority) => {
  const [row] = await read([{ table: 'vault', key: vaultKey.member(path.tenant, path.member) }]);
  if (!row) throw new Problem('not-found');
  const member = await memberViews(authority, ownTenant(authority))(row);
  return { body: member, version: member.version };
};
