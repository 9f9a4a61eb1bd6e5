import { mayBegin } from '../../domain/exports/export.ts';
import type { Handler } from '../../http/serve.ts';
import { askExport, exportNamed } from '../../stores/exports/exports.ts';
import { assertExportKey } from '../../stores/exports/registered-key.ts';
import { inTenant, once } from '../../stores/idempotency/once.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { exportView } from './export-view.ts';
import { runSoon } from './run-soon.ts';

/** Asks for an export to a key that is registered with it. One of evidence alone begins at once. */
export const exportAsk: Handler<'export.ask'> = async ({ path, body, at, idempotencyKey }, authority) => {
  assertExportKey(body.key);
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  mayBegin(body.scope, tenant, at);
  const { id } = await once<{ readonly id: string }>(
    { caller: authority.principal, operation: 'export.ask', key: idempotencyKey, body },
    inTenant(tenant.id),
    (claim) => askExport({ tenant, actor: authority, at }, body, claim),
  );
  const row = await exportNamed(tenant.id, id);
  if (row.state === 'running') await runSoon(tenant.id, row.id);
  return {
    body: exportView(row, tenant, at, body.reason),
    location: `/v1/tenants/${path.tenant}/exports/${row.id}`,
  };
};
