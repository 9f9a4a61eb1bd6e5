import type { ComponentChildren } from 'preact';
import { type Clock, dayIn, lastDayIn } from '../session/days.ts';
import { mostReads, type Shown, shorterEnds } from '../session/decision.ts';
import { type Draft, ticked } from '../session/draft.ts';
import { periodSentence, receiver } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';
import { Group, Place } from './faults.tsx';
import { Choice, TextField, TickBox } from './fields.tsx';
import type { DraftProps } from './item-fields.tsx';

interface LimitFieldsProps extends DraftProps {
  readonly words: Words;
  readonly shown: Shown;
  readonly clock: Clock;
  /** The section that the individual came to change. */
  readonly section: string;
}

/** Who may receive, where the request names more than one. */
export const RecipientFields = ({ words, draft, change, shown, section }: LimitFieldsProps) => (
  <Group field="receivers" title={words.t('part.receivers')} isTarget={section === 'receivers'}>
    {shown.recipients.map((one, at) => (
      <TickBox
        key={one.organisation}
        id={`receiver-${one.organisation}`}
        label={receiver(one)}
        ticked={draft.recipients.has(one.organisation)}
        // The statements below name who receives: with others in them they are to be ticked anew.
        change={(on) =>
          change({
            ...draft,
            explicit: new Set(),
            recipients: ticked(draft.recipients, one.organisation, on),
          })
        }
        field={at === 0 ? 'receivers' : undefined}
      />
    ))}
  </Group>
);

/** Until when: shorter ends first, the one requested last, none chosen. */
export function EndFields({ words: { t, lastDay }, draft, change, shown, clock, section }: LimitFieldsProps) {
  const { now, timeZone } = clock;
  const shorter = shorterEnds(shown, clock);
  const option = (end: NonNullable<Draft['end']>, label: string, isFirst = false) => (
    <Choice
      key={end}
      name="end"
      value={end}
      label={label}
      chosen={draft.end === end}
      choose={() => change({ ...draft, end })}
      field={isFirst ? 'end' : undefined}
    />
  );
  return (
    <Group field="end" inner="day" title={t('part.end')} isTarget={section === 'end'}>
      {shorter.map(({ end, until }, at) =>
        option(end, t(`part.end.${end}`, { date: lastDay(until) }), at === 0),
      )}
      {option('day', t('part.end.day'), shorter.length === 0)}
      <div class="indent">
        <Place field="day">
          <TextField
            id="day"
            field="day"
            label={t('part.end.dayLabel')}
            value={draft.day}
            // A day typed is a day chosen.
            change={(day) => change({ ...draft, day, end: 'day' })}
            input={{ type: 'date', min: dayIn(now, timeZone), max: lastDayIn(shown.until, timeZone) }}
          />
        </Place>
      </div>
      {option('asked', t('part.end.asked', { date: lastDay(shown.until) }))}
    </Group>
  );
}

/** How often: fewer first, the number requested last, none chosen. */
export function ReadFields({ words, draft, change, shown, section }: LimitFieldsProps) {
  const { t } = words;
  const option = (reads: NonNullable<Draft['reads']>, label: string) => (
    <Choice
      name="reads"
      value={reads}
      label={label}
      chosen={draft.reads === reads}
      choose={() => change({ ...draft, reads })}
      field={reads === 'once' ? 'reads' : undefined}
    />
  );
  return (
    <Group field="reads" inner="times" title={t('part.reads')} isTarget={section === 'reads'}>
      {option('once', t('part.reads.once'))}
      {option('times', t('part.reads.times'))}
      <div class="indent">
        <Place field="times">
          <TextField
            id="times"
            field="times"
            label={
              shown.reads === 'unlimited'
                ? t('part.reads.number')
                : t('part.reads.timesLabel', { most: String(mostReads(shown.reads)) })
            }
            value={draft.times}
            change={(times) => change({ ...draft, times, reads: 'times' })}
            input={{ type: 'text', inputmode: 'numeric', class: 'short' }}
          />
        </Place>
      </div>
      {option('asked', t('part.reads.asked', { reads: words.reads(shown.reads) }))}
    </Group>
  );
}

/** From which days the data may come, if they are to be fewer than was requested. */
export function PeriodFields({
  words,
  draft,
  change,
  shown: { period },
  section,
  children,
}: LimitFieldsProps & { readonly children: ComponentChildren }) {
  const { t } = words;
  const input = { type: 'date', min: period?.from, max: period?.to } as const;
  return (
    <Group field="period" title={t('part.period')} isTarget={section === 'period'}>
      <p class="small">{t('part.periodHint', { period: periodSentence(words, period) })}</p>
      <TextField
        id="from"
        field="period"
        label={t('part.from')}
        value={draft.from}
        change={(from) => change({ ...draft, from })}
        input={input}
      />
      <TextField
        id="to"
        label={t('part.to')}
        value={draft.to}
        change={(to) => change({ ...draft, to })}
        input={input}
      />
      {children}
    </Group>
  );
}
