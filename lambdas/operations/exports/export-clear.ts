import { exportStateAt, isMade } from '../../domain/exports/export.ts';
import { clearExport, exportWithTenant } from '../../stores/exports/clearing.ts';
import { type ExportInput, isOutOfTime } from '../../stores/exports/lease.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/**
 * Deletes what an export has made that was cancelled, or that its contract has left behind; that it was asked for stays
 * on record. An export that is still in force is left alone, and so is everything once the purge has begun.
 */
export async function exportClear({ tenant, export: exp }: ExportInput, run: Run): Promise<Outcome> {
  const found = await exportWithTenant(tenant, exp);
  if (!found || found.tenant.state === 'purging' || found.tenant.state === 'purged')
    return { outcome: 'leave' };
  const { row } = found;
  const inForce = exportStateAt(row, found.tenant, run.at);
  const outOfTime = isMade(inForce) && isOutOfTime(found.tenant, run.at);
  if (inForce !== 'void' && !outOfTime) return { outcome: 'leave' };
  return { outcome: (await clearExport(found.tenant, row, run)) ? 'cleared' : 'more' };
}
