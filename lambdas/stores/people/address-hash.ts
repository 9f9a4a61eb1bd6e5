import { contentHash } from '../../crypto/canonical.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { lookUp } from '../keys/open-index.ts';
import { tenantKeys } from '../keys/read-keys.ts';
import { tenantOf } from '../tenants/tenants.ts';

/**
 * The keyed hash of a mail address in a tenant. For a tenant that does not exist it is a hash that matches nobody, so
 * that a caller cannot tell the two apart.
 */
export async function addressHashOf(tenant: string, address: string): Promise<string> {
  const found = await readNamed({ tenant: tenantRow.at(tenant), keys: tenantKeys.rows(tenant, 'index') });
  const kmsKey = found.tenant && tenantOf(found.tenant).kmsKey;
  const keys = tenantKeys.from(tenant, 'index', found.keys);
  if (kmsKey === undefined || !keys) return contentHash(address);
  return (await lookUp(kmsKey, keys)).address(address);
}
