import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, type TextKey, wordsFrom } from '../../../web/text/texts.ts';

const web = join(import.meta.dirname, '..', '..', '..', 'web');
const textsOf = (language: string) =>
  JSON.parse(readFileSync(join(web, 'text', `texts-${language}.json`), 'utf8')) as Record<TextKey, string>;
const german = textsOf('de');
const keys = Object.keys(german) as TextKey[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(web, file), 'utf8'))
  .join('\n');

describe.each(languages)('the texts in %s', (language) => {
  const texts = textsOf(language);

  it('say everything that the other language says, with the same gaps to fill', () => {
    expect(Object.keys(texts)).toEqual(keys);
    for (const key of keys) expect([key, placeholders(texts[key])]).toEqual([key, placeholders(german[key])]);
  });

  it('are never empty and hold no markup', () => {
    for (const text of Object.values(texts)) expect(text).toMatch(/^[^<>&]+$/);
  });

  it('speak of control, never of owning', () => {
    for (const text of Object.values(texts))
      expect(text).not.toMatch(/\bown(?:er|s)?\b|Eigentum|gehören Ihnen/i);
  });
});

it('every text is used somewhere in the page', () => {
  // Of a key that is put together, what stands before the variable is found.
  const used = (key: string) =>
    sources.includes(`'${key}'`) ||
    key.split('.').some((_, at, parts) => sources.includes(`\`${parts.slice(0, at + 1).join('.')}.\${`));
  expect(keys.filter((key) => !used(key))).toEqual([]);
});

describe('words', () => {
  it('write a length of time in years, months or days, one or more', () => {
    const [{ span: de }, { span: en }] = [wordsFrom('de', german), wordsFrom('en', textsOf('en'))];
    expect(['P10Y', 'P1Y', 'P18M', 'P90D'].map(de)).toEqual(['10 Jahre', '1 Jahr', '18 Monate', '90 Tage']);
    expect(['P10Y', 'P1M', 'P90D'].map(en)).toEqual(['10 years', '1 month', '90 days']);
  });

  const words = wordsFrom('de', german);
  const english = wordsFrom('en', textsOf('en'));

  it('show a day of the calendar as that day, in every time zone', () => {
    expect(words.date('2026-09-01')).toBe('1. September 2026');
    expect(english.date('2026-09-01')).toBe('1 September 2026');
  });

  it('show values as people write them', () => {
    expect(words.value(6.9, 'number')).toBe('6,9');
    expect(english.value(6.9, 'number')).toBe('6.9');
    expect([words.value(true, 'boolean'), english.value(false, 'boolean')]).toEqual(['ja', 'no']);
    expect(words.value('2026-02-03', 'date')).toBe('3. Februar 2026');
    expect(words.value('<b>4 to 5.6 %</b>', 'string')).toBe('<b>4 to 5.6 %</b>');
  });

  it('show a number with the digits it has, however small', () => {
    expect([1e-12, 0.1, -2.5e-11].map((value) => english.value(value, 'number'))).toEqual([
      '0.000000000001',
      '0.1',
      '-0.000000000025',
    ]);
  });

  it('take a text for a day only where its field is one, and never fail at one that is none', () => {
    expect(words.value('2026-02-03', 'string')).toBe('2026-02-03');
    for (const text of ['1234-56-78', '0000-00-00', '2026-02-31'])
      expect([words.value(text, 'date'), words.value(text, 'string'), words.date(text)]).toEqual([
        text,
        text,
        text,
      ]);
  });

  it('leave a gap visible rather than drop it, and never fill one twice', () => {
    expect(words.t('done.refused.lead', {})).toContain('{organisation}');
    expect(words.t('done.refused.lead', { organisation: '{organisation}' })).toBe(
      '{organisation} erhält nichts.',
    );
  });
});
