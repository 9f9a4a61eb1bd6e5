import { type ConsentState, consentStates } from '../consents/consent.ts';
import { type Restrictable, restricting } from '../people/restriction.ts';
import { blockEnd } from '../requests/asking.ts';
import { isOlder, type LoggedAct } from './logged-act.ts';

/** The state of a restored consent, and the entry that ended it: its seal does not know of it. */
export interface ReplayedConsent {
  readonly state: ConsentState;
  readonly version: number;
  readonly ended: { readonly entry: string; readonly leaf: string };
}

/**
 * What becomes of a restored consent. One that was withdrawn or revoked since is that again. One that has changed
 * since in any other way, and one with a bounded number of reads of somebody of whom anything was released since, is
 * revoked: how often it may still be read is not known.
 * @param acts of the consent since the restore point, oldest first.
 * @param released the last release of anything of its individual since then.
 * @returns undefined when it stays as it is
 */
export function consentReplayed(
  consent: { readonly state: ConsentState; readonly version: number; readonly counted?: true | undefined },
  acts: readonly LoggedAct[],
  released: LoggedAct | undefined,
): ReplayedConsent | undefined {
  const newer = acts.filter(({ version }) => (version ?? 0) > consent.version);
  const end = newer.findLast(({ type }) => endOf(type) !== undefined);
  const { version } = consent;
  if (end) return { state: endOf(end.type) ?? 'revoked', version: end.version ?? version, ended: named(end) };
  if (consent.state !== 'active') return undefined;
  const cause = newer.at(-1) ?? (consent.counted ? released : undefined);
  if (!cause) return undefined;
  return { state: 'revoked', version: Math.max(version, cause.version ?? 0) + 1, ended: named(cause) };
}

const endOf = (type: string) =>
  consentStates.find((state) => state !== 'active' && type === `consent.${state}`);
const named = ({ entry, leaf }: LoggedAct) => ({ entry, leaf });

/** What of a restored individual decides, apart from what is sealed. */
export interface RestoredPerson extends Restrictable {
  readonly version: number;
  readonly gate: number;
  readonly addressVersion: number;
}

/** What becomes of a restored individual. */
export interface ReplayedPerson extends Partial<Restrictable> {
  readonly version: number;
  readonly gate: number;
  readonly restoredAddress?: number;
  readonly quietUntil?: string;
}

/**
 * What becomes of a restored individual: locked again if they were locked since, and not mailed to an address that is
 * not the last one. Somebody who has refused or withdrawn what the copy does not know is left alone for the time of a
 * re-request block. Gate and version are above all that were ever given out.
 * @param acts of the individual since the restore point, oldest first.
 * @param refusedUnknown the last refusal or withdrawal of a request or consent that is not in the copy.
 * @param erasure what was last asked about their erasure: it has to be asked for again, and locks their data until
 * then.
 * @returns undefined when nothing happened to them since
 */
export function personReplayed(
  person: RestoredPerson,
  acts: readonly LoggedAct[],
  refusedUnknown: LoggedAct | undefined,
  at: string,
  erasure?: LoggedAct,
): ReplayedPerson | undefined {
  const newer = acts.filter(({ version }) => (version ?? 0) > person.version);
  const wantsErasure = erasure?.type === 'erasure.asked' && !person.restrictions?.includes('erasure');
  if (newer.length === 0 && !refusedUnknown && !wantsErasure) return undefined;
  const changes = newer.length + 1;
  return {
    version: Math.max(person.version, ...newer.map(({ version }) => version ?? 0)) + 1,
    gate: person.gate + changes,
    ...(wantsErasure
      ? restricting(person, { at, reason: 'admin', locked: true })
      : lockedAgain(person, newer, at)),
    ...(isOlder(person, ofType(newer, 'contact.changed')) && { restoredAddress: person.addressVersion }),
    ...(refusedUnknown && { quietUntil: blockEnd(refusedUnknown.at) }),
  };
}

const ofType = (acts: readonly LoggedAct[], wanted: LoggedAct['type']) =>
  acts.filter(({ type }) => type === wanted);

/**
 * Locks are counted: each entry adds or takes one reason, and says not which. What the copy has locked stays locked.
 */
function lockedAgain(
  person: RestoredPerson,
  newer: readonly LoggedAct[],
  at: string,
): Restrictable | undefined {
  const set = ofType(newer, 'restriction.set');
  if (set.length <= ofType(newer, 'restriction.lifted').length) return undefined;
  const reason = set.every(({ own }) => own) ? 'asked' : 'admin';
  return restricting(person, { at, reason, locked: true });
}

/** Types of entries after which an organisation may not ask the same again for a while. */
const refusals: readonly string[] = [
  'consent.refused',
  'consent.withdrawn',
  'request.declined',
  'request.not-for-me',
];

/** The refusals and withdrawals among acts. */
export function refusalsIn(acts: readonly LoggedAct[]): readonly LoggedAct[] {
  return acts.filter(({ type }) => refusals.includes(type));
}
