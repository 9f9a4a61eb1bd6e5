import { isDeepStrictEqual } from 'node:util';
import type { AuditEntry } from '../../../lambdas/domain/evidence/audit.ts';
import type { Stage } from '../../../local/demo/stage.ts';
import { auditLog, contents, restingVault, rowsOf } from './rows.ts';

/** What an act left behind in a tenant. */
export interface Witnessed<T> {
  readonly result: T;
  /** Keys of the rows of Vault that came, went or changed. */
  readonly changed: readonly string[];
  /** What was written to the tenant's audit log, oldest first. */
  readonly entries: readonly AuditEntry[];
}

/** Does something, and tells what it left behind in a tenant. */
export async function witnessed<T>(
  stage: Stage,
  tenant: string,
  act: () => Promise<T>,
): Promise<Witnessed<T>> {
  const before = await restingVault(stage, tenant);
  const known = new Set((await auditLog(stage, tenant)).map(({ id }) => id));
  const result = await act();
  const [rows, log] = await Promise.all([rowsOf(stage, 'vault', tenant), auditLog(stage, tenant)]);
  const after = contents(rows);
  return {
    result,
    changed: [...new Set([...before.keys(), ...after.keys()])].filter(
      (key) => !isDeepStrictEqual(before.get(key), after.get(key)),
    ),
    entries: log.filter(({ id }) => !known.has(id)),
  };
}
