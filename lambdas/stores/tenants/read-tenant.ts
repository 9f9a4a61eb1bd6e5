import type { Tenant } from '../../domain/members/authority.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { tenantOf } from './tenants.ts';

/** Reads a tenant, consistently; undefined when there is none of this id. */
export async function readTenant(id: string): Promise<Tenant | undefined> {
  const [row] = await read([tenantRow.at(id)]);
  return row && tenantOf(row);
}
