import { Problem } from '../../domain/problems.ts';
import { keysKey } from '../../model/key-registry.ts';
import { type Row, read, type Wanted } from '../../platform/dynamodb/reads.ts';

/**
 * Reads rows together with the reference under which a tenant's objects stand in its audit log, consistently, in
 * one round trip.
 * @throws Problem `tenant-not-open` when there is no reference: not yet provisioned, or shredded
 */
export async function readWithReference<const W extends readonly Wanted[]>(
  tenant: string,
  wanted: W,
): Promise<{ readonly reference: string; readonly rows: { [I in keyof W]: Row | undefined } }> {
  const [audit, ...rows] = await read([{ table: 'keys', key: keysKey.tenantAudit(tenant) }, ...wanted]);
  if (!audit) throw new Problem('tenant-not-open');
  return { reference: audit.ref as string, rows: rows as { [I in keyof W]: Row | undefined } };
}
