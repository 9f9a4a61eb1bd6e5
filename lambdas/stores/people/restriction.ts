import { type RestrictionReason, restricting } from '../../domain/people/restriction.ts';
import { Problem } from '../../domain/problems.ts';
import type { IndividualRow } from '../../model/people-rows.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit, type Occasion } from '../commit/commit.ts';
import { gateMoved, type KeyedIndividual } from './individuals.ts';

/** A reason to lock an individual's data that is given or taken back. */
export interface RestrictionChange {
  readonly reason: RestrictionReason;
  readonly locked: boolean;
  /** Who does it, by their reference in the audit log; absent when the individual does. */
  readonly actorRef?: string | undefined;
}

/**
 * Locks or unlocks an individual's data for one reason, with the audit entry. It moves the gate, so that a read that
 * was decided before fails. Where nothing changes, nothing is written.
 * @returns the individual as they are then
 * @throws Problem `conflict` when their erasure has begun
 * @throws LostRace `race` when they have changed since they were read
 */
export async function changeRestriction(
  occasion: Occasion,
  { row, keys }: KeyedIndividual<never>,
  { reason, locked, actorRef }: RestrictionChange,
  race: string,
): Promise<IndividualRow> {
  const { at } = occasion;
  if (row.state === 'erasing') throw new Problem('conflict', { detail: 'this individual is being erased' });
  const change = restricting(row, { at, reason, locked });
  if (!change) return row;
  const { set, write } = gateMoved(row, change, { race });
  const type = locked ? 'restriction.set' : 'restriction.lifted';
  await commit(occasion, [
    write,
    ...personEntry(keys, { type, at, actorRef, object: row.id, version: set.version }).writes,
  ]);
  return { ...row, ...set };
}
