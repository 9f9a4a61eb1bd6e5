import type { Answer } from './api.ts';
import { el, facts, paragraph } from './dom.ts';
import type { Words } from './texts.ts';

type ShownRecord = Answer<'my-data.read'>['records'][number];

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

/** Records in plain words, category by category under headings of that level. Marked ones have no values. */
export function recordList(words: Words, records: readonly ShownRecord[], heading: 'h2' | 'h3'): HTMLElement {
  const labels = [...new Set(records.map(({ label }) => label))];
  return el(
    'div',
    { class: 'records' },
    labels.map((label) =>
      el(
        'section',
        {},
        el(heading, {}, label),
        el(
          'ul',
          { class: 'cards' },
          records.filter((one) => one.label === label).map((one) => card(words, one)),
        ),
      ),
    ),
  );
}

function card(words: Words, { date, marking, note, fields }: ShownRecord): HTMLElement {
  const { t } = words;
  return el(
    'li',
    {},
    date !== undefined && el('p', { class: 'when' }, el('time', { datetime: date }, words.date(date))),
    marking !== undefined && paragraph(t(marking === 'withheld' ? 'record.withheld' : 'record.talk')),
    note !== undefined && paragraph(note),
    fields.length > 0 &&
      facts(
        fields.map(({ label, unit, value }) => [
          label,
          unit === undefined ? words.value(value) : `${words.value(value)} ${unit}`,
        ]),
      ),
  );
}
