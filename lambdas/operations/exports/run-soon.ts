import { faultOf, log } from '../../platform/observability/log.ts';
import { startExportWorkflow } from '../../stores/exports/executions.ts';

/** Starts the workflow of an export. A failure does not fail the call, since the reconciler starts it too. */
export async function runSoon(tenant: string, exp: string, attempt = 1): Promise<void> {
  try {
    await startExportWorkflow({ v: 1, tenant, export: exp, attempt });
  } catch (error) {
    log('warn', 'export not started', { tenant, ...faultOf(error) });
  }
}
