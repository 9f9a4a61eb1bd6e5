import { restoredCopy } from '../../model/tables.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { dropTable, restoreTable, stateOf } from '../../platform/dynamodb/table-copies.ts';
import { after } from '../../platform/runtime/clock.ts';

/** How far back the drill restores to, in seconds: a day, in which something is taken away in most deployments. */
const backBy = 24 * 60 * 60;

/**
 * Begins to restore a copy of Vault for the drill. What an earlier drill has left is dropped first.
 * @returns the instant it is restored to; undefined while an earlier copy is there
 */
export async function beginCopy(at: string): Promise<string | undefined> {
  if (!(await dropCopy())) return undefined;
  return restoreTable(tenantRow.table, restoredCopy, after(at, -backBy));
}

/** Whether the copy can be used. */
export async function isRestored(): Promise<boolean> {
  return (await stateOf(restoredCopy)) === 'active';
}

/** Drops the copy. Returns whether it is gone: ask again otherwise. */
export async function dropCopy(): Promise<boolean> {
  const state = await stateOf(restoredCopy);
  if (state === 'active') await dropTable(restoredCopy);
  return state === 'absent';
}
