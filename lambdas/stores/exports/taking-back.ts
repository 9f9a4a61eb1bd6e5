import { exportStateAt } from '../../domain/exports/export.ts';
import {
  type ExportPartRow,
  type ExportRow,
  exportPartRow,
  exportRow,
  exportsOf,
} from '../../model/statement-rows.ts';
import { queryAll, readNamed } from '../../platform/dynamodb/reads.ts';
import { equals, unchanged } from '../../platform/dynamodb/transaction.ts';
import { commit } from '../commit/commit.ts';
import { type ErasureLeased, erasureChange } from '../erasure/individual-row.ts';
import { leaseRace } from '../retention/lease.ts';
import type { Run } from '../retention/step.ts';
import { clearExport } from './clearing.ts';
import { isOutOfTime, leaseForAnew } from './lease.ts';
import { partsIn } from './made-parts.ts';
import { objectsOfExport, removeOlderObjects } from './objects.ts';
import { mayHold } from './walk.ts';

/**
 * Takes back the parts of all exports that may hold an individual whose keys are gone: every export is told first, so
 * that no part whose rows were read before can be added any more; then these parts and their objects are deleted, and
 * those that nothing names. An export that was done is made anew where it lacks them; one that cannot be made any more
 * is cancelled and deleted as a whole.
 * @returns the erasure as it stands then; undefined when the time was up before
 * @throws LostRace `lease` when anything has changed since it was read
 */
export async function takeBackParts(leased: ErasureLeased, run: Run): Promise<ErasureLeased | undefined> {
  let going: ErasureLeased | undefined = leased;
  for (const found of await queryAll(exportsOf(leased.tenant.id)))
    if (going) going = await takeBackFrom(going, exportRow.from(found), run);
  return going;
}

async function takeBackFrom(
  leased: ErasureLeased,
  row: ExportRow,
  run: Run,
): Promise<ErasureLeased | undefined> {
  const { tenant } = leased;
  const { individual } = leased.erasure;
  let going = await tell(leased, row, run.at);
  const erasures = going.erasure.exports?.[row.id] ?? 0;
  const stay = new Set<string>();
  for (const part of await partsIn(tenant.id, row.id)) {
    if (!part.made) continue;
    if (part.erasures < erasures && mayHold({ tenant: tenant.id, scope: row.scope }, part, individual)) {
      if (run.timeIsUp()) return undefined;
      going = await takeBack(going, row.id, part, run.at);
    } else stay.add(part.made.object);
  }
  const now = await exportAsRead(tenant.id, row.id);
  const done = canBeMade(now, leased, run.at)
    ? await removeOlderObjects(objectsOfExport(tenant.id, row.id), erasures, stay, run.timeIsUp)
    : await clearExport(tenant, now, run);
  return done ? going : undefined;
}

/** Tells an export of an erasure, once. */
async function tell(leased: ErasureLeased, row: ExportRow, at: string): Promise<ErasureLeased> {
  const { tenant, erasure } = leased;
  if (erasure.exports?.[row.id] !== undefined) return leased;
  const erasures = (row.erasures ?? 0) + 1;
  const next = { ...erasure, exports: { ...erasure.exports, [row.id]: erasures } };
  await commit({ tenant, at }, [
    ...erasureChange(leased, next, leaseRace),
    exportRow.update(
      [tenant.id, row.id],
      { set: { erasures, version: row.version + 1 } },
      { if: equals({ version: row.version }), else: { race: leaseRace } },
    ),
  ]);
  return { tenant, erasure: next };
}

/** Takes a part back, which has it made anew if its export still can be. */
async function takeBack(
  leased: ErasureLeased,
  id: string,
  part: ExportPartRow,
  at: string,
): Promise<ErasureLeased> {
  const { tenant, erasure } = leased;
  const row = await exportAsRead(tenant.id, id);
  const { state, version, holes = 0 } = row;
  const anew = state === 'done' && canBeMade(row, leased, at);
  const next = { ...erasure, exportParts: (erasure.exportParts ?? 0) + 1 };
  const race = { race: leaseRace };
  await commit({ tenant, at }, [
    ...erasureChange(leased, next, leaseRace),
    exportRow.update(
      [tenant.id, id],
      { set: { holes: holes + 1, version: version + 1, ...(anew && { state: 'remaking' }) } },
      { if: equals({ state, version }), else: race },
    ),
    exportPartRow.update(
      [tenant.id, id, part.n],
      { unset: ['made'] },
      { if: unchanged({ n: part.n, made: part.made }), else: race },
    ),
    ...(anew ? [await leaseForAnew(tenant, row, at, leaseRace)] : []),
  ]);
  return { tenant, erasure: next };
}

async function exportAsRead(tenant: string, id: string): Promise<ExportRow> {
  const { row } = await readNamed({ row: exportRow.at(tenant, id) });
  const found = exportRow.from(row);
  if (!found) throw new Error('an export is gone');
  return found;
}

/** Whether parts of an export can be made now, or later on. */
function canBeMade(row: ExportRow, { tenant }: ErasureLeased, at: string): boolean {
  return exportStateAt(row, tenant, at) !== 'void' && !isOutOfTime(tenant, at);
}
