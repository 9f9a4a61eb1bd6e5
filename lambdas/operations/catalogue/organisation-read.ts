import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type OrganisationRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';

/** One organisation of the tenant. */
export const organisationRead: HandlerOf<typeof tenantsOperations, 'organisation.read'> = async ({
  path,
}) => {
  const [row] = await read([{ table: 'vault', key: vaultKey.organisation(path.tenant, path.organisation) }]);
  if (!row) throw new Problem('not-found');
  const { id, version, content } = as<OrganisationRow>(row);
  return { body: { ...content, id, version }, version };
};
