import { Problem } from '../../domain/problems.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';

/**
 * The key of the row with the tenant's audit secret, which hides the tenant's own objects in its log; to be read
 * together with other rows.
 */
export function tenantSecret(tenant: string): Wanted {
  return auditSecretRow.at(tenant);
}

/**
 * The secret in that row.
 * @throws Problem `tenant-not-open` when there is none: the tenant is not provisioned yet, or was shredded
 */
export function secretIn(row: Row | undefined): string {
  if (!row) throw new Problem('tenant-not-open');
  return auditSecretRow.from(row).secret;
}
