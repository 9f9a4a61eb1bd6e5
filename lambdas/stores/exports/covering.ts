import { handedOut } from '../../domain/exports/export.ts';
import { shardOf, shards } from '../../domain/identifiers.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { type IndividualRow, individualRow } from '../../model/people-rows.ts';
import { type ExportRow, exportRow, exportsOf } from '../../model/statement-rows.ts';
import { tenantRange } from '../../model/tables.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';

type Progress = Pick<ExportRow, 'startedAt' | 'complete' | 'position'>;
type Covered = Pick<IndividualRow, 'id' | 'createdAt'>;

/**
 * The exports that hold lines of an individual, newest first, as the individual is told of them. No row says so: it
 * follows from the tenant's exports, so that one export stands in everybody's log at once.
 */
export async function exportsCovering(tenant: Tenant, individual: Covered) {
  const rows = (await queryAll(exportsOf(tenant.id))).map((row) => exportRow.from(row));
  return rows
    .filter((row) => covers(tenant.id, row, individual))
    .flatMap(({ id, scope, startedAt = '', doneAt, ...row }) => {
      // Who is there is in no kept set.
      if (scope === 'kept') return [];
      const outcome = handedOut({ ...row, doneAt }, tenant);
      return [{ id, scope, at: startedAt, outcome, ...(doneAt !== undefined && { doneAt }) }];
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** Whether an export takes an individual: who was enrolled after it began is in none of its parts. */
export function takes({ startedAt }: Pick<ExportRow, 'startedAt'>, { createdAt }: Covered): boolean {
  return startedAt !== undefined && Date.parse(createdAt) <= Date.parse(startedAt);
}

/** Whether a part of an export has lines of an individual already. */
export function covers(tenant: string, row: Progress, individual: Covered): boolean {
  if (!takes(row, individual)) return false;
  const { complete, position } = row;
  if (complete) return true;
  if (!position || position.range === tenantRange) return false;
  const shard = shardOf(individual.id);
  if (position.range === shard)
    return position.after !== undefined && position.after >= individualRow.key(tenant, individual.id).sk;
  // After the shards comes the log.
  return position.range > shard || !shards.some((one) => one === position.range);
}
