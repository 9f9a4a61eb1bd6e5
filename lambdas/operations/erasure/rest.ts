import { atRest } from '../../domain/retention/lease.ts';
import type { LeaseRow } from '../../model/erasure-rows.ts';
import { changeLease, type Leased } from '../../stores/retention/lease.ts';
import { type Aborted, aborted } from '../../stores/retention/step.ts';

/**
 * Lets a purge rest that is done but for individuals who are held: its execution ends, since none may last longer than
 * a year, and the reconciler starts another once a hold has ended.
 */
export async function rest(leased: Leased, at: string, change: Partial<LeaseRow> = {}): Promise<Aborted> {
  await changeLease(leased, at, { ...change, step: atRest, until: at });
  return aborted('held');
}
