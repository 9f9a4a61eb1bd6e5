import { vaultKey } from '../../model/key-registry.ts';
import { as, type TenantRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';

/** A tenant that is still to be provisioned; undefined when it does not exist or is in another state. */
export async function provisioning(id: string): Promise<TenantRow | undefined> {
  const [row] = await read([{ table: 'vault', key: vaultKey.tenant(id) }]);
  return row?.state === 'provisioning' ? as<TenantRow>(row) : undefined;
}
