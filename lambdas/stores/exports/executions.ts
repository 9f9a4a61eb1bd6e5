import { exportRow, exportsOf } from '../../model/statement-rows.ts';
import { startExecution } from '../../platform/aws/state-machines.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';
import { environment } from '../../platform/runtime/environment.ts';
import type { ExportInput } from './lease.ts';

/**
 * Starts the workflow of an export under the name `<tenant>-<export>-<attempt>`. Idempotent: an execution with that
 * name counts as this one.
 * @param machine its ARN; by default the one that this function is configured with.
 */
export function startExportWorkflow(
  input: ExportInput,
  machine: string = environment('EXPORT_MACHINE'),
): Promise<void> {
  return startExecution(machine, `${input.tenant}-${input.export}-${input.attempt}`, input);
}

/**
 * Has the parts of exports deleted that a change of the contract, its end too, left behind. What fails here is deleted
 * by the next purge, or by the bucket itself.
 * @param machine as for `startExportWorkflow`.
 */
export async function clearLeftExports(tenant: string, machine?: string): Promise<void> {
  const rows = (await queryAll(exportsOf(tenant))).map((row) => exportRow.from(row));
  await Promise.allSettled(
    rows
      .filter(({ state }) => state === 'done')
      .map(({ id }) => startExportWorkflow({ v: 1, tenant, export: id, attempt: 0 }, machine)),
  );
}
