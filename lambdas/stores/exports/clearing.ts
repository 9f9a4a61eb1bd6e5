import type { Tenant } from '../../domain/members/authority.ts';
import { type ExportRow, exportPartRow, exportRow, partsOf } from '../../model/statement-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { queryPage, readNamed } from '../../platform/dynamodb/reads.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { commit } from '../commit/commit.ts';
import type { Run } from '../retention/step.ts';
import { tenantOf } from '../tenants/tenants.ts';
import { dropLease, exportRace } from './lease.ts';
import { objectsOfExport, removeObjects } from './objects.ts';

/** An export and its tenant, as just read; undefined when either is gone. */
export async function exportWithTenant(id: string, exp: string) {
  const found = await readNamed({ tenant: tenantRow.at(id), row: exportRow.at(id, exp) });
  const row = exportRow.from(found.row);
  if (!found.tenant || !row) return undefined;
  return { tenant: tenantOf(found.tenant), row };
}

/** How many part rows one transaction deletes. */
const rowsAtOnce = 90;

/**
 * Deletes the objects and the parts of an export, and its lease; the export stays as a cancelled one.
 * @returns whether it finished before the time was up
 */
export async function clearExport(tenant: Tenant, row: ExportRow, { at, timeIsUp }: Run): Promise<boolean> {
  if (row.state !== 'cancelled') {
    const change = { set: { state: 'cancelled' as const, version: row.version + 1 } };
    const guard = { if: equals({ version: row.version }), else: { race: exportRace } };
    const written = await unlessLost(exportRace, () =>
      commit({ tenant, at }, [exportRow.update([tenant.id, row.id], change, guard)]),
    );
    if (written === 'lost') return false;
  }
  for (;;) {
    const { rows } = await queryPage({ ...partsOf(tenant.id, row.id), limit: rowsAtOnce });
    if (rows.length === 0) break;
    if (timeIsUp()) return false;
    await commit(
      { tenant, at },
      rows.map((part) => exportPartRow.remove(part)),
    );
  }
  if (!(await removeObjects(objectsOfExport(tenant.id, row.id), timeIsUp))) return false;
  await dropLease(tenant, row.id, at);
  return true;
}
