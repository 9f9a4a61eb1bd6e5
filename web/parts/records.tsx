import { type Answer, type Cursor, everyPage } from '../api.ts';
import type { Words } from '../text/texts.ts';
import { type Fact, Facts } from './facts.tsx';

export type ShownRecord = Answer<'my-data.read'>['records'][number];

/** All records, when they come in more than one answer. */
export async function everyRecord(
  fetchPage: (cursor: Cursor) => Promise<{ records: ShownRecord[]; next?: string | undefined }>,
): Promise<ShownRecord[]> {
  return (await everyPage(fetchPage)).flatMap(({ records }) => records);
}

interface RecordListProps {
  readonly words: Words;
  readonly records: readonly ShownRecord[];
  /** Each category opens on demand. */
  readonly isFolded?: boolean;
}

/** Records in plain words, category by category; those that are kept back, which have no values, stand apart. */
export function RecordList({ words, records, isFolded = false }: RecordListProps) {
  const { t } = words;
  const released = records.filter(({ marking }) => marking === undefined);
  const kept = records.filter(({ marking }) => marking !== undefined);
  return (
    <div class="records">
      {[...new Set(released.map(({ label }) => label))].map((label) => {
        const ofLabel = released.filter((one) => one.label === label);
        return (
          <details key={label} open={!isFolded}>
            <summary>{t('record.count', { label, count: String(ofLabel.length) })}</summary>
            <Cards words={words} records={ofLabel} />
          </details>
        );
      })}
      {kept.length > 0 && (
        <section>
          <h3>{t('record.kept')}</h3>
          <Cards words={words} records={kept} />
        </section>
      )}
    </div>
  );
}

const Cards = ({ words, records }: { readonly words: Words; readonly records: readonly ShownRecord[] }) => (
  <ul class="cards">
    {records.map((record) => (
      <Card key={record} words={words} record={record} />
    ))}
  </ul>
);

function Card({ words, record }: { readonly words: Words; readonly record: ShownRecord }) {
  const { t } = words;
  const { label: category, date, marking, note, fields } = record;
  const values = fields.map(
    ({ label, unit, type, value }): Fact => [label, [words.value(value, type), unit ?? ''].join(' ').trim()],
  );
  return (
    <li>
      {date !== undefined && (
        <p class="when">
          <time dateTime={date}>{words.date(date)}</time>
        </p>
      )}
      {marking !== undefined && (
        <p>
          <strong>{category}</strong>
        </p>
      )}
      {marking !== undefined && <p>{t(marking === 'withheld' ? 'record.withheld' : 'record.talk')}</p>}
      {note !== undefined && <p>{note}</p>}
      {values.length > 0 && <Facts of={values} />}
    </li>
  );
}
