import { Problem } from '../../domain/problems.ts';
import { auditReferenceRow } from '../../model/key-rows.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';

/**
 * The key of the row with the tenant's audit reference, which hides the tenant's own objects in its log; to be read
 * together with other rows.
 */
export function tenantReference(tenant: string): Wanted {
  return auditReferenceRow.at(tenant);
}

/**
 * The reference in that row.
 * @throws Problem `tenant-not-open` when there is none: the tenant is not provisioned yet, or was shredded
 */
export function referenceIn(row: Row | undefined): string {
  if (!row) throw new Problem('tenant-not-open');
  return auditReferenceRow.from(row).ref;
}
