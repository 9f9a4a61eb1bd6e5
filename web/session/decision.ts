import type { Decision, Reads } from '../../lambdas/domain/requests/request.ts';
import type { Answer } from '../api.ts';
import type { TextKey } from '../text/texts.ts';
import { type Clock, dayIn, endOfDay, lastDayIn } from './days.ts';
import { type Draft, emptyDraft } from './draft.ts';

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

/** The shorter ends on offer: those that lie before the one requested, shortest first. */
export function shorterEnds(
  shown: Pick<Shown, 'until'>,
  { now, timeZone }: Clock,
): { end: 'week' | 'month'; until: string }[] {
  const [year = 0, month = 0, day = 0] = dayIn(now, timeZone).split('-').map(Number);
  // Of a month: the last day of a shorter one, not a day of the one after it.
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return [
    { end: 'week' as const, day: new Date(Date.UTC(year, month - 1, day + 7)) },
    { end: 'month' as const, day: new Date(Date.UTC(year, month, Math.min(day, last))) },
  ]
    .map((one) => ({ end: one.end, until: endOfDay(one.day.toISOString().slice(0, 10), timeZone) ?? now }))
    .filter(({ until }) => until < Date.parse(shown.until))
    .map(({ end, until }) => ({ end, until: new Date(until).toISOString() }));
}

/** The most reads that may be chosen by number. */
export const mostReads = (reads: Reads) => (typeof reads === 'string' ? 1000 : reads.times);

/** The grant that a draft means, or what is still wrong with it. */
export function grantOf(draft: Draft, { shown, shownHash }: Shows, clock: Clock): Grant | DraftFault[] {
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
  const until = all ? shown.until : untilOf(draft, shown, clock);
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

/** The end that was chosen, never later than was requested. */
function untilOf(draft: Draft, shown: Shown, clock: Clock): string | undefined {
  if (draft.end === 'asked') return shown.until;
  if (draft.end !== 'day') return shorterEnds(shown, clock).find(({ end }) => end === draft.end)?.until;
  if (draft.day === lastDayIn(shown.until, clock.timeZone)) return shown.until;
  const until = endOfDay(draft.day, clock.timeZone);
  const fits = until !== undefined && until > clock.now && until <= Date.parse(shown.until);
  return fits ? new Date(until).toISOString() : undefined;
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

/**
 * The draft that grants all of it, with no statement ticked: the answer of somebody who said Yes and now changes it.
 */
export const wholeDraft = (
  draft: Draft,
  { items, recipients }: Pick<Shown, 'items' | 'recipients'>,
): Draft => ({
  ...emptyDraft(draft.request),
  choice: 'part',
  fields: new Map(items.map(({ category, fields }) => [category, new Set(fields.map(({ code }) => code))])),
  recipients: new Set(recipients.map(({ organisation }) => organisation)),
  end: 'asked',
  reads: 'asked',
});
