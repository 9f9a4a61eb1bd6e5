import { beginCopy, dropCopy, isRestored } from '../../stores/restore/drill-copy.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/** Begins to restore the copy of the drill; `more`: that of an earlier one has to go first. */
export async function drillBegin({ at }: Run): Promise<Outcome> {
  const since = await beginCopy(at);
  return since === undefined ? { outcome: 'more' } : { outcome: 'begun', since };
}

/** Looks whether the copy is restored. */
export async function drillLook(): Promise<Outcome> {
  return { outcome: (await isRestored()) ? 'restored' : 'more' };
}

/** Drops the copy; `more` until it is gone. */
export async function drillDrop(): Promise<Outcome> {
  return { outcome: (await dropCopy()) ? 'dropped' : 'more' };
}
