import { heldAfterRestore } from './held-days.ts';
import { isOlder, type LoggedAct } from './logged-act.ts';

/** What tells whether an individual of a tenant whose purge is committed is held. */
export interface MaybeHeld {
  /** Whether everything that opens their data is there. */
  readonly opens: boolean;
  /** Whether the purge has destroyed the keys of everybody who is not held. */
  readonly shredded: boolean;
  /** Whether the copy has a hold on them. */
  readonly hold: boolean;
}

/**
 * Whether an individual of a tenant whose purge is committed stays. Whoever still opens after the shred was held;
 * before it, the copy and the log since say so. A release is a decision that stands.
 * @param acts of the individual since the restore point, oldest first.
 */
export function isHeldStill({ opens, shredded, hold }: MaybeHeld, acts: readonly LoggedAct[]): boolean {
  const last = lastOfHold(acts)?.type;
  return opens && (last === undefined ? hold || shredded : last === 'hold.set');
}

/** When a hold ends, and its version. */
export interface HoldSpan {
  readonly version: number;
  readonly until: string;
}

/**
 * What becomes of the hold on somebody who is held. One that was set or renewed since, of which nobody knows until
 * when, lasts 30 days at least.
 * @param hold as the copy has it; undefined when it has none.
 * @returns undefined when it stays as it is
 */
export function holdReplayed(
  hold: HoldSpan | undefined,
  acts: readonly LoggedAct[],
  at: string,
): HoldSpan | undefined {
  const until = heldAfterRestore(at);
  if (!hold) return { version: lastOfHold(acts)?.version ?? 1, until };
  const wasRenewed = isOlder(
    hold,
    acts.filter(({ type }) => type === 'hold.set'),
  );
  return wasRenewed && hold.until < until ? { version: hold.version, until } : undefined;
}

const ofHold: readonly LoggedAct['type'][] = ['hold.set', 'hold.released', 'hold.expired'];
const lastOfHold = (acts: readonly LoggedAct[]) => acts.findLast(({ type }) => ofHold.includes(type));
