import { keptKeyRow, keptOfErasure, keptSetRow } from '../../model/kept-rows.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import { newPace } from '../../platform/dynamodb/pace.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';
import { changeErasure } from '../erasure/individual-lease.ts';
import type { ErasureLeased } from '../erasure/individual-row.ts';
import { findIndividual, gateMoved } from '../people/individuals.ts';
import { leaseRace } from '../retention/lease.ts';
import type { Run } from '../retention/step.ts';

/**
 * Takes back what was copied of somebody whose erasure is put off: first the erasure forgets it, so that it would be
 * copied anew, then keys and rows go, and last the individual is only restricted again.
 * @returns whether all of that was done before the time was up
 * @throws LostRace `lease` when anything has changed since it was read
 */
export async function dropSets(leased: ErasureLeased, { at, timeIsUp }: Run): Promise<boolean> {
  const { tenant, erasure } = leased;
  if (erasure.closedAt === undefined) return true;
  const forgotten = { kept: undefined, progress: undefined };
  await changeErasure(leased, at, forgotten);
  const pace = newPace(timeIsUp);
  for (const table of [keptKeyRow.table, keptSetRow.table])
    for (let more = true; more; ) {
      const { rows, next } = await queryPage({
        ...keptOfErasure(tenant.id, erasure.attestation, table),
        attributes: ['pk', 'sk'],
      });
      if (!(await removeRows(table, rows, pace))) return false;
      more = next !== undefined;
    }
  const found = await findIndividual(tenant.id, erasure.individual, []);
  if (!found) throw new Error('who is to be erased is not there');
  const reopened = gateMoved(found.row, { state: 'restricted' }, { race: leaseRace }).write;
  await changeErasure({ tenant, erasure: { ...erasure, ...forgotten } }, at, { closedAt: undefined }, [
    reopened,
  ]);
  return true;
}
