import { endOfLocalDate, localDateOf } from '../calendar.ts';
import { type Keep, keptUntil } from '../catalogue/keeping.ts';
import type { Counts } from '../counts.ts';

/** Why a set stays: a law demands its records; or it proves what was asked, decided and done, without values. */
type KeptKind = 'law' | 'accountability';

/** What is said of a kept set: in its row, on the erasure, in the attestation. */
export interface KeptSet {
  /** `kpt_`, the attestation's 128 bits, and 128 bits of its own. */
  readonly id: string;
  readonly kind: KeptKind;
  /** The legal basis as the category names it; of an accountability file its purpose, `defence-of-claims`. */
  readonly ground: string;
  /** The instant from which it goes. RFC 3339 UTC. */
  readonly until: string;
  /** Its lines, by the kind of row that each was. */
  readonly counts: Counts;
}

/** A duty that something is kept under: what stays under one is one set. */
export interface Duty extends Pick<KeptSet, 'kind' | 'ground' | 'until'> {
  /** What makes two duties the same. */
  readonly name: string;
}

/**
 * The duty to keep a record; undefined when its day is over. Duties under one law that end in
 * one year are the same, so that their number is bounded: the set goes with the last of them.
 */
export function dutyToKeep(
  keep: Keep,
  record: Parameters<typeof keptUntil>[1],
  timeZone: string,
  at: string,
): Duty | undefined {
  const day = keptUntil(keep, record, timeZone);
  const until = endOfLocalDate(day, timeZone);
  if (Date.parse(until) <= Date.parse(at)) return undefined;
  const ground = keep.legalBasis;
  return { kind: 'law', ground, until, name: `law\n${ground}\n${day.slice(0, 4)}` };
}

/** Years, after the one in which somebody is erased, to the end of which the accountability file stays. */
const yearsAccountable = 3;

/**
 * What is kept to account for what was done: to the end of the third year after the erasure, when claims are barred.
 */
export function dutyToAccount(timeZone: string, at: string): Duty {
  const year = Number(localDateOf(Date.parse(at), timeZone).slice(0, 4)) + yearsAccountable;
  const ground = 'defence-of-claims';
  return {
    kind: 'accountability',
    ground,
    until: endOfLocalDate(`${year}-12-31`, timeZone),
    name: `accountability\n${ground}`,
  };
}

/**
 * The duty whose set takes a line, where an erasure may have so many sets: once there are as many, what is kept under a
 * law joins the set of that law that stays longest, and may stay longer for it. Beyond that many laws sets go on.
 * @param sets those that there are, by the name of their duty.
 */
export function dutyWithin(sets: Readonly<Record<string, KeptSet>>, duty: Duty, atMost: number): Duty {
  if (sets[duty.name] || duty.kind !== 'law' || Object.keys(sets).length < atMost) return duty;
  const [longest] = Object.entries(sets)
    .filter(([, { kind, ground }]) => kind === duty.kind && ground === duty.ground)
    .sort(([, a], [, b]) => (a.until < b.until ? 1 : -1));
  return longest ? { ...duty, name: longest[0] } : duty;
}

/** A set with one more line of a kind, under a duty of its own. */
export function withLine(set: KeptSet, kind: string, { until }: Pick<Duty, 'until'>): KeptSet {
  const counts = { ...set.counts, [kind]: (set.counts[kind] ?? 0) + 1 };
  return { ...set, counts, until: Date.parse(until) > Date.parse(set.until) ? until : set.until };
}
