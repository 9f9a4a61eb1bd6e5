import type { Stored } from '../../model/row.ts';
import { type TenantRow, tenantRow } from '../../model/tenant-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';

/** Reads a tenant's row, consistently; undefined when there is no tenant of this id. */
export async function readTenant(id: string): Promise<Stored<TenantRow> | undefined> {
  const { tenant } = await readNamed({ tenant: tenantRow.at(id) });
  return tenantRow.from(tenant);
}
