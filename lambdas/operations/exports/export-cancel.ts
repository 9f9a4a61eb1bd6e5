import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { cancelExport, exportNamed } from '../../stores/exports/exports.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { exportView } from './export-view.ts';
import { runSoon } from './run-soon.ts';

/** Cancels an export; its workflow, or a new one for that alone, deletes what it has made. */
export const exportCancel: Handler<'export.cancel'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const row = await exportNamed(tenant.id, path.export);
  if (row.state === 'cancelled') throw new Problem('conflict', { detail: 'this export is void' });
  const cancelled = await cancelExport({ tenant, actor: authority, at }, row);
  // Of a running one the next step sees it. Nobody else comes for one that is done: attempt 0 is this one.
  if (row.state === 'done') await runSoon(tenant.id, row.id, 0);
  return { body: exportView(cancelled, tenant, at) };
};
