import type { Answer } from '../api.ts';
import type { Words } from '../text/texts.ts';
import { type Fact, Facts } from './facts.tsx';

export type ShownRecord = Answer<'my-data.read'>['records'][number];

/** All records, when they come in more than one answer. */
export async function everyPage(
  fetchPage: (cursor: { cursor?: string }) => Promise<{ records: ShownRecord[]; next?: string | undefined }>,
): Promise<ShownRecord[]> {
  const records: ShownRecord[] = [];
  let cursor = {};
  for (;;) {
    const { records: more, next } = await fetchPage(cursor);
    records.push(...more);
    if (next === undefined) return records;
    cursor = { cursor: next };
  }
}

interface RecordListProps {
  readonly words: Words;
  readonly records: readonly ShownRecord[];
  readonly heading: 'h2' | 'h3';
}

/** Records in plain words, category by category under headings of that level. Marked ones have no values. */
export function RecordList({ words, records, heading: Heading }: RecordListProps) {
  const labels = [...new Set(records.map(({ label }) => label))];
  return (
    <div class="records">
      {labels.map((label) => (
        <section key={label}>
          <Heading>{label}</Heading>
          <ul class="cards">
            {records
              .filter((one) => one.label === label)
              .map((record) => (
                <Card key={record} words={words} record={record} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Card({ words, record }: { readonly words: Words; readonly record: ShownRecord }) {
  const { t } = words;
  const { date, marking, note, fields } = record;
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
      {marking !== undefined && <p>{t(marking === 'withheld' ? 'record.withheld' : 'record.talk')}</p>}
      {note !== undefined && <p>{note}</p>}
      {values.length > 0 && <Facts of={values} />}
    </li>
  );
}
