import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RequestTerms } from '../../../lambdas/domain/requests/admission.ts';
import { shownOf } from '../../../lambdas/domain/wording/shown.ts';
import { dialled } from '../../../web/parts/frame.tsx';
import { endOfDay, lastDayIn } from '../../../web/session/days.ts';
import type { Grant } from '../../../web/session/decision.ts';
import { explicitStatement, grantSentence } from '../../../web/text/sentences.ts';
import { termsOfGrant } from '../../../web/text/terms.ts';
import { wordsFrom } from '../../../web/text/texts.ts';
import { allItems, categories, day, from, notice, now } from '../../support/samples.ts';

const texts = join(import.meta.dirname, '..', '..', '..', 'web', 'text', 'texts-de.json');
const words = wordsFrom('de', JSON.parse(readFileSync(texts, 'utf8')), { timeZone: 'Europe/Berlin' });

const asked: RequestTerms = {
  items: allItems,
  reads: 'unlimited',
  until: from(now, 90 * day),
  recipients: ['labor-sued', 'cardiotrend'],
};
const shown = shownOf(
  {
    organisation: 'labor-sued',
    content: asked,
    notice,
    organisations: {},
    categories,
    timeZone: 'Europe/Berlin',
  },
  'de',
);
const grant = (over: Partial<Grant> = {}): Grant => ({
  choice: 'grant',
  items: allItems.map(({ category, fields }) => ({ category, fields: [...fields], explicit: true })),
  until: asked.until,
  reads: asked.reads,
  shownHash: 'ab'.repeat(32),
  language: 'de',
  ...over,
});

describe('what is reviewed is what would be granted', () => {
  it.each([
    [['labor-sued'], ['cardiotrend']],
    [['cardiotrend'], ['labor-sued']],
    [['labor-sued', 'cardiotrend'], []],
  ])('it names %s as those who receive, and the others as left out', (recipients, others) => {
    const terms = termsOfGrant(words, shown, grant({ recipients }));
    const sentence = grantSentence(words, shown, grant({ recipients }));
    for (const name of recipients) {
      expect(terms.receivers.join()).toContain(name);
      expect(sentence).toContain(name);
      expect(terms.left.join()).not.toContain(name);
    }
    for (const name of others) {
      expect(terms.receivers.join()).not.toContain(name);
      expect(sentence).not.toContain(name);
      expect(terms.left).toContain(name);
    }
  });

  it('the explicit statement names who receives, and nobody else', () => {
    const special = shown.items.find(({ sensitivity }) => sensitivity === 'special');
    if (!special) throw new Error('the sample has no special category');
    const statement = explicitStatement(words, special, ['cardiotrend']);
    expect(statement).toContain('cardiotrend');
    expect(statement).not.toContain('labor-sued');
  });

  it('the period of the data is in it, the widest one too', () => {
    expect(termsOfGrant(words, shown, grant()).period).toBe(words.t('period.none'));
    const terms = termsOfGrant(words, shown, grant({ period: { from: '2026-06-01' } }));
    expect(terms.period).toBe('Nur Daten ab dem 1. Juni 2026');
    expect(terms.left.join()).toContain(words.t('period.none'));
  });

  it('a shorter end and fewer reads are among what is left out; nothing is where all was granted', () => {
    const { left } = termsOfGrant(words, shown, grant({ until: from(now, 7 * day), reads: 'once' }));
    expect(left).toHaveLength(2);
    expect(termsOfGrant(words, shown, grant()).left).toEqual([]);
  });
});

describe('a day is one of the zone in which the data are kept', () => {
  it('and an end at midnight there belongs to the day before', () => {
    expect(words.lastDay('2026-12-31T23:00:00Z')).toBe('31. Dezember 2026');
    expect(words.lastDay('2026-12-31T23:00:01Z')).toBe('1. Januar 2027');
    expect(lastDayIn('2026-12-31T23:00:00Z', 'Europe/Berlin')).toBe('2026-12-31');
  });

  it.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.000Z'],
    ['2026-06-01', 'Asia/Kathmandu', '2026-06-01T18:14:59.000Z'],
  ])('%s in %s ends at %s', (of, timeZone, end) => {
    expect(new Date(endOfDay(of, timeZone) ?? 0).toISOString()).toBe(end);
  });

  it.each(['', 'soon', '2026-02-31x'])('“%s” is no day', (text) => {
    expect(endOfDay(text, 'Europe/Berlin')).toBeUndefined();
  });
});

it.each([
  ['+49 (0)461 5550100', 'tel:+494615550100'],
  ['+49 461 5550100', 'tel:+494615550100'],
  ['0049 (0) 461 555-0100', 'tel:00494615550100'],
  ['(0461) 5550100', 'tel:04615550100'],
])('%s is dialled as %s', (phone, link) => {
  expect(dialled(phone)).toBe(link);
});
