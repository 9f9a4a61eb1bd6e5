import type { Decision, Reads } from '../../lambdas/domain/requests/request.ts';
import type { Answer } from '../api.ts';
import type { TextKey } from '../text/texts.ts';
import type { Draft } from './draft.ts';

type Shows = Pick<Answer<'request.show'>, 'shown' | 'shownHash'>;
/** A consent request as it is shown. */
export type Shown = Shows['shown'];
export type Grant = Extract<Decision, { choice: 'grant' }>;

/** Something still missing or wrong: the field, and the text that says so. */
export interface DraftFault {
  readonly field: string;
  readonly key: TextKey;
  readonly category?: string;
}

/** The last instant of a day, local time, never later than was requested; undefined when it is no day at all. */
function endOfDay(day: string, shown: Pick<Shown, 'until'>): string | undefined {
  const [year = Number.NaN, month = 0, date = 0] = day.split('-').map(Number);
  const end = new Date(year, month - 1, date, 23, 59, 59);
  if (Number.isNaN(end.getTime())) return undefined;
  return localDay(end) === localDay(new Date(shown.until)) && end > new Date(shown.until)
    ? shown.until
    : end.toISOString();
}

/** The day of an instant in local time, as date inputs have it. */
export function localDay(instant: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/** The shorter ends on offer: those that lie before the one requested, shortest first. */
export function shorterEnds(
  shown: Pick<Shown, 'until'>,
  now: number,
): { end: 'week' | 'month'; until: string }[] {
  const after = (months: number, days: number) => {
    const today = new Date(now);
    // The last day of a shorter month, not a day of the next one.
    const last = new Date(today.getFullYear(), today.getMonth() + months + 1, 0).getDate();
    const date = months > 0 ? Math.min(today.getDate(), last) : today.getDate() + days;
    return new Date(today.getFullYear(), today.getMonth() + months, date, 23, 59, 59).toISOString();
  };
  return [
    { end: 'week' as const, until: after(0, 7) },
    { end: 'month' as const, until: after(1, 0) },
  ].filter(({ until }) => Date.parse(until) < Date.parse(shown.until));
}

/** The most reads that may be chosen by number. */
export const mostReads = (reads: Reads) => (typeof reads === 'string' ? 1000 : reads.times);

/** The grant that a draft means, or what is still wrong with it. */
export function grantOf(draft: Draft, { shown, shownHash }: Shows, now: number): Grant | DraftFault[] {
  const faults: DraftFault[] = [];
  const all = draft.choice === 'all';
  const items = shown.items.flatMap((item) => {
    const fields = item.fields
      .map(({ code }) => code)
      .filter((code) => all || draft.fields.get(item.category)?.has(code));
    const explicit = item.sensitivity === 'special';
    if (fields.length > 0 && explicit && !draft.explicit.has(item.category))
      faults.push({
        field: `explicit-${item.category}`,
        key: all ? 'check.fault.explicit' : 'part.fault.explicit',
        category: item.category,
      });
    return fields.length > 0
      ? [{ category: item.category, fields, ...(explicit && { explicit: true as const }) }]
      : [];
  });
  const until = all ? shown.until : untilOf(draft, shown, now);
  const reads = all ? shown.reads : readsOf(draft, shown);
  const recipients = all || shown.recipients.length < 2 ? undefined : [...draft.recipients];
  if (items.length === 0) faults.unshift({ field: 'items', key: 'part.fault.items' });
  if (recipients?.length === 0) faults.push({ field: 'receivers', key: 'part.fault.receivers' });
  if (until === undefined)
    faults.push(
      draft.end === 'day' ? { field: 'day', key: 'part.fault.day' } : { field: 'end', key: 'part.fault.end' },
    );
  if (reads === undefined)
    faults.push(
      draft.reads === 'times'
        ? { field: 'times', key: 'part.fault.times' }
        : { field: 'reads', key: 'part.fault.reads' },
    );
  if (!all && !periodFits(draft, shown)) faults.push({ field: 'period', key: 'part.fault.period' });
  if (faults.length > 0 || until === undefined || reads === undefined) return faults;
  return {
    choice: 'grant',
    items,
    until,
    reads,
    ...(!all &&
      (draft.from !== '' || draft.to !== '') && {
        period: { ...(draft.from !== '' && { from: draft.from }), ...(draft.to !== '' && { to: draft.to }) },
      }),
    ...(recipients && { recipients }),
    shownHash,
    language: shown.language,
  };
}

function untilOf(draft: Draft, shown: Shown, now: number): string | undefined {
  if (draft.end === 'asked') return shown.until;
  if (draft.end !== 'day') return shorterEnds(shown, now).find(({ end }) => end === draft.end)?.until;
  const until = endOfDay(draft.day, shown);
  if (until === undefined) return undefined;
  const end = Date.parse(until);
  return end <= Date.parse(shown.until) && end > now ? until : undefined;
}

function readsOf(draft: Draft, shown: Shown): Reads | undefined {
  if (draft.reads === 'asked' || shown.reads === 'once') return shown.reads;
  if (draft.reads === 'once') return 'once';
  const times = Number(draft.times);
  const fits = draft.reads === 'times' && Number.isInteger(times) && times >= 2;
  return fits && times <= mostReads(shown.reads) ? { times } : undefined;
}

function periodFits({ from, to }: Draft, { period = {} }: Shown): boolean {
  const begins = from || period.from || '';
  const ends = to || period.to || '9999-12-31';
  return begins >= (period.from ?? '') && ends <= (period.to ?? '9999-12-31') && begins <= ends;
}
