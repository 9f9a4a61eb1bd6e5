import { describe, expect, it } from 'vitest';
import {
  consentRequest,
  decision,
  items,
  period,
  reads,
} from '../../../../lambdas/domain/requests/request.ts';

const valid = {
  individualId: `ind_${'0'.repeat(32)}`,
  notice: { id: `ntc_${'0'.repeat(32)}`, version: 1 },
  items: [{ category: 'health.lab' }],
  reads: 'once',
  until: '2026-12-24T10:00:00Z',
};
const takes = (over: object) => consentRequest.safeParse({ ...valid, ...over }).success;

describe('a consent request is refused', () => {
  it.each<[string, object]>([
    ['with a member more', { x: 1 }],
    ['for nobody', { individualId: undefined }],
    ['for somebody who cannot be', { individualId: 'ind_1' }],
    ['under no version of a notice', { notice: { id: valid.notice.id } }],
    ['under version 0', { notice: { id: valid.notice.id, version: 0 } }],
    ['for nothing', { items: [] }],
    [
      'for more than ten categories',
      { items: Array.from({ length: 11 }, (_, i) => ({ category: `c${i}` })) },
    ],
    ['for one category twice', { items: [{ category: 'a' }, { category: 'a', fields: ['x'] }] }],
    ['for no field of a category', { items: [{ category: 'a', fields: [] }] }],
    ['without an end', { until: undefined }],
    ['to nobody', { recipients: [] }],
    ['with an empty message', { message: '' }],
    ['with a message of more than 300 characters', { message: 'x'.repeat(301) }],
  ])('%s', (_, over) => {
    expect(takes({})).toBe(true);
    expect(takes(over)).toBe(false);
  });

  it.each([
    'Siehe https://example.org/x',
    'Siehe HTTP://EXAMPLE.ORG',
    'ftp://example.org/x',
    'https:example.org',
    'www.example.org',
    'klicken Sie auf labor-sued.example',
    'LABOR.SUED',
    'kurz: t.co/x1',
    'an mailto:post@example.org',
    'an post@example.org',
    'bit.ly/x',
    '<b>wichtig</b>',
    '<a href="x">hier</a>',
    'ｈｔｔｐｓ：//example.org',
    'ｅｘａｍｐｌｅ．ｏｒｇ',
    'example。org',
    'münchen.example',
  ])('when its message leads somewhere: "%s"', (message) => {
    expect(takes({ message })).toBe(false);
  });

  it.each([
    'Wir vergleichen Ihren HbA1c-Wert mit dem vom 3.11.2026 (z.B. 6.5 %).',
    'Dr.med. Vogt bittet darum; Rückfragen an die Praxis, z.Hd. Frau Brandt.',
    'Danke. Bis bald!\nIhr Labor',
    'Es geht um i.d.R. zwei Werte: 1/2',
  ])('but not for plain text: "%s"', (message) => {
    expect(takes({ message })).toBe(true);
  });
});

describe('the days that are requested', () => {
  it.each([
    [{}, true],
    [{ from: '2026-01-01' }, true],
    [{ to: '2026-01-01' }, true],
    [{ from: '2026-01-01', to: '2026-01-01' }, true],
    [{ from: '2026-01-02', to: '2026-01-01' }, false],
    [{ from: '2026-02-29' }, false],
    [{ since: '2026-01-01' }, false],
  ])('may be %j: %s', (given, taken) => {
    expect(period.safeParse(given).success).toBe(taken);
  });
});

describe('the reads that are requested', () => {
  it.each([
    ['once', true],
    ['unlimited', true],
    [{ times: 2 }, true],
    [{ times: 1000 }, true],
    [{ times: 1 }, false],
    [{ times: 0 }, false],
    [{ times: -1 }, false],
    [{ times: 1001 }, false],
    [{ times: 2.5 }, false],
    [{ times: '2' }, false],
    [{}, false],
    ['twice', false],
    [3, false],
  ])('may be %j: %s', (given, taken) => {
    expect(reads.safeParse(given).success).toBe(taken);
  });
});

describe('a decision', () => {
  const grant = {
    choice: 'grant',
    items: [{ category: 'health.lab', fields: ['test'], explicit: true }],
    until: '2026-12-24T10:00:00Z',
    reads: 'once',
    shownHash: 'ab'.repeat(32),
    language: 'de',
  };
  const decided = (over: object) => decision.safeParse({ ...grant, ...over }).success;

  it.each<[string, object]>([
    ['nothing chosen', { choice: undefined }],
    ['something else chosen', { choice: 'later' }],
    ['nothing granted', { items: [] }],
    ['a category without its fields: all is named, nothing is preselected', { items: [{ category: 'a' }] }],
    ['a category with no field', { items: [{ category: 'a', fields: [] }] }],
    [
      'an explicit statement that was not ticked',
      { items: [{ category: 'a', fields: ['x'], explicit: false }] },
    ],
    ['no end', { until: undefined }],
    ['no reads', { reads: undefined }],
    ['nothing said to have been shown', { shownHash: undefined }],
    ['a hash that is none', { shownHash: 'AB'.repeat(32) }],
    ['a language the page does not speak', { language: 'fr' }],
    ['a member more', { x: 1 }],
  ])('is refused with %s', (_, over) => {
    expect(decided({})).toBe(true);
    expect(decided(over)).toBe(false);
  });

  it('to refuse needs nothing more, and cannot grant on the side', () => {
    expect(decision.safeParse({ choice: 'refuse' }).success).toBe(true);
    expect(decision.safeParse({ ...grant, choice: 'refuse' }).success).toBe(false);
  });
});

describe('items', () => {
  it('are at most 60 fields of each category', () => {
    const fields = Array.from({ length: 61 }, (_, i) => `f${i}`);
    expect(items.safeParse([{ category: 'a', fields }]).success).toBe(false);
    expect(items.safeParse([{ category: 'a', fields: fields.slice(1) }]).success).toBe(true);
  });
});
