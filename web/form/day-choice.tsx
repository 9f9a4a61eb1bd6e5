import { useState } from 'preact/hooks';
import { call } from '../api.ts';
import type { App } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { focus } from '../parts/focus.ts';
import { everyRecord } from '../parts/records.tsx';
import type { Draft } from '../session/draft.ts';

interface DayChoiceProps {
  readonly app: App;
  /** Id of the consent request. */
  readonly request: string;
  readonly change: (draft: Draft) => void;
}

/** The days of which something would be released, on demand: one press chooses that day alone. */
export function DayChoice({ app, request, change }: DayChoiceProps) {
  const [days, setDays] = useState<readonly string[]>();
  const { words, visit } = app;
  const { t, date, language } = words;
  const { draft } = visit;
  const fetchDays = async () => {
    try {
      const records = await everyRecord((cursor) =>
        call('request.preview', { path: { request }, body: { language, ...cursor } }),
      );
      const released = records.flatMap((one) => (one.marking === undefined ? (one.date ?? []) : []));
      setDays([...new Set(released)].sort().reverse());
    } catch (error) {
      await app.fail(error);
    }
  };
  if (days === undefined)
    return (
      <Button style="quiet" act={fetchDays}>
        {t('part.days')}
      </Button>
    );
  return (
    <div class="days">
      {/* The button that had the focus is gone. */}
      <p tabIndex={-1} ref={focus}>
        {t(days.length > 0 ? 'part.daysHint' : 'record.none')}
      </p>
      {days.map((day) => (
        <Button
          key={day}
          style="quiet"
          pressed={draft.from === day && draft.to === day}
          act={() => change({ ...draft, from: day, to: day })}
        >
          {date(day)}
        </Button>
      ))}
    </div>
  );
}
