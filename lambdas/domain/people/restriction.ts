/** Why an individual's data are locked: they are to be erased, the individual or an admin wants it. */
export const restrictionReasons = ['erasure', 'asked', 'admin'] as const;
export type RestrictionReason = (typeof restrictionReasons)[number];

/** That data were locked or unlocked for a reason, and when (RFC 3339 UTC). */
export interface RestrictionEvent {
  readonly at: string;
  readonly reason: RestrictionReason;
  readonly locked: boolean;
}

/** What an individual's row says of it. */
export interface Restrictable {
  readonly state: 'active' | 'restricted' | 'erasing';
  /** Each reason once; with none the data are not locked. */
  readonly restrictions?: readonly RestrictionReason[] | undefined;
  /** What happened lately, newest first. */
  readonly restrictionLog?: readonly RestrictionEvent[] | undefined;
}

/** How many events an individual's row keeps; the audit log keeps all. */
const eventsKept = 20;

/**
 * The same with one reason more or less; the data are locked as long as there is a reason. Undefined when nothing
 * changes.
 */
export function restricting(
  { restrictions = [], restrictionLog = [] }: Restrictable,
  event: RestrictionEvent,
): Required<Restrictable> | undefined {
  const { reason, locked } = event;
  if (restrictions.includes(reason) === locked) return undefined;
  const reasons = restrictionReasons.filter((one) => (one === reason ? locked : restrictions.includes(one)));
  return {
    state: reasons.length > 0 ? 'restricted' : 'active',
    restrictions: reasons,
    restrictionLog: [event, ...restrictionLog].slice(0, eventsKept),
  };
}
