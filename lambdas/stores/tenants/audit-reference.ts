import { Problem } from '../../domain/problems.ts';
import { auditReferenceRow } from '../../model/key-rows.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';

/** The row with the reference under which a tenant's own objects stand in its audit log, to be read with the others. */
export function tenantReference(tenant: string): Wanted {
  return auditReferenceRow.at(tenant);
}

/**
 * The reference in that row.
 * @throws Problem `tenant-not-open` when there is none: not yet provisioned, or shredded
 */
export function referenceIn(row: Row | undefined): string {
  if (!row) throw new Problem('tenant-not-open');
  return auditReferenceRow.from(row).ref;
}
