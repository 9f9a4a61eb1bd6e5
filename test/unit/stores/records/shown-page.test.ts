/*
 * What a requester can learn from the pages of a read: pairs of holdings that differ only in what is not released,
 * drawn at random, read to the last page. What may be learnt is listed in docs/limits.md; the rest is asserted here.
 */
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category } from '../../../../lambdas/domain/catalogue/category.ts';
import type { Release } from '../../../../lambdas/domain/disclosure/disclosure.ts';
import type { RecordContent } from '../../../../lambdas/domain/records/record.ts';
import { recordContent, recordRow } from '../../../../lambdas/model/record-rows.ts';
import { releasedOf } from '../../../../lambdas/operations/disclosure/disclosure-view.ts';
import type { Row } from '../../../../lambdas/platform/dynamodb/key.ts';
import { dynamo } from '../../../../lambdas/platform/dynamodb/reads.ts';
import { sealer } from '../../../../lambdas/stores/keys/sealer.ts';
import { shortCodeOf } from '../../../../lambdas/stores/keys/short-code.ts';
import { ownBytesAtMost, recordShown } from '../../../../lambdas/stores/records/own-records.ts';
import {
  type RecordPosition,
  readShownPage,
  recordRanges,
} from '../../../../lambdas/stores/records/sealed-records.ts';
import { fakeClient, plain } from '../../../support/fake-client.ts';

const { answerBy, sent } = fakeClient(dynamo);
const tenant = `tnt_${'0'.repeat(32)}`;
const individual = `ind_${'4fa1'.repeat(8)}`;
const opener = sealer(
  { tenant, individual },
  'record',
  new Uint8Array(32).fill(1),
  new Uint8Array(32).fill(2),
);

interface Held extends RecordContent {
  readonly id: string;
}

/** What is consented to: two fields of two categories, in one year. */
const release = {
  released: [
    { category: 'lab', fields: ['value', 'unit'] },
    { category: 'contact', fields: ['city'] },
  ],
  period: { from: '2026-01-01', to: '2026-12-31' },
} as unknown as Release;
const categories = ['lab', 'contact'];

const rowOf = ({ id, ...content }: Held): Row => ({
  ...recordRow.key(tenant, individual, shortCodeOf(individual, content.category), id),
  id,
  version: 1,
  sealed: recordContent.seal(opener, { id, version: 1 }, content),
});

/** A table that holds these records, and reads so many of them a query. */
function holding(held: readonly Held[], rowsAQuery: number) {
  const rows = held.map(rowOf).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  answerBy(({ input }) => {
    const { ':pk': pk, ':sk': prefix } = plain(input.ExpressionAttributeValues);
    const { sk: start = '' } = plain(input.ExclusiveStartKey);
    const found = rows.filter((row) => row.pk === pk && row.sk.startsWith(prefix) && row.sk > start);
    const page = found.slice(0, rowsAQuery);
    const last = page.at(-1);
    return {
      Items: page.map((row) => marshall(row)),
      ...(last && found.length > page.length && { LastEvaluatedKey: marshall({ pk: last.pk, sk: last.sk }) }),
    };
  });
}

const page = (from: RecordPosition, bytesAtMost: number) =>
  readShownPage(
    recordRanges(tenant, individual, categories),
    from,
    opener,
    (records) => records.map((one) => releasedOf(one, release)),
    bytesAtMost,
  );

/** All pages of a read, each with the length of its position. */
async function pages(held: readonly Held[], rowsAQuery: number, bytesAtMost: number) {
  holding(held, rowsAQuery);
  const all = [];
  for (let from: RecordPosition | undefined = { range: 0 }; from; ) {
    const { items, next }: Awaited<ReturnType<typeof page>> = await page(from, bytesAtMost);
    all.push({ items, next });
    from = next;
  }
  return all;
}

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-03-${String(n).padStart(2, '0')}`);
const text = fc.string({ maxLength: 60 });
/** Fields that nobody consented to. */
const others = fc.dictionary(fc.constantFrom('note', 'street', 'loinc'), text, { noNullPrototype: true });
const id = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 32, maxLength: 32 })
  .map((digits) => `rec_${individual.slice(4)}${digits.join('')}`);
const released = fc.oneof(
  fc.record({
    id,
    category: fc.constant('lab'),
    date: day,
    fields: fc.record({ value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  }),
  fc.record({ id, category: fc.constant('contact'), date: day, fields: fc.record({ city: text }) }),
);
const marking = fc
  .constantFrom('after-talk' as const, 'withheld' as const)
  .map((kind) => ({ kind, reason: 'r', reviewer: 'v' }));
const hidden = fc.oneof(
  // without a consented field
  fc.record({ id, category: fc.constantFrom('lab', 'contact'), date: day, fields: others }),
  // kept back by a provider
  fc.record({ id, category: fc.constant('lab'), date: day, fields: fc.constant({ value: 1 }), marking }),
  // out of the period
  fc.record({
    id,
    category: fc.constant('lab'),
    date: fc.constantFrom('2025-12-31', '2027-01-01'),
    fields: fc.constant({ value: 1 }),
  }),
  // of a category that nobody consented to
  fc.record({ id, category: fc.constant('contact2'), date: day, fields: fc.constant({ city: 'Kiel' }) }),
);

/** Two holdings that differ only in what is not released. */
const pair = fc
  .tuple(
    fc.uniqueArray(released, { maxLength: 8, selector: (one) => one.id }),
    fc.array(fc.tuple(others, others), { minLength: 8, maxLength: 8 }),
    fc.uniqueArray(hidden, { maxLength: 12, selector: (one) => one.id }),
    fc.uniqueArray(hidden, { maxLength: 12, selector: (one) => one.id }),
  )
  .map(([same, more, left, right]) => {
    const side = (beside: readonly Held[], n: 0 | 1): Held[] => [
      ...same.map((one, i) => ({ ...one, fields: { ...more[i]?.[n], ...one.fields } }) as Held),
      ...beside.filter(({ id }) => !same.some((one) => one.id === id)),
    ];
    return { same, left: side(left as Held[], 0), right: side(right as Held[], 1) };
  });

describe('pages of what may leave', () => {
  it('are the same for holdings that differ only in what is not released, and hold all of it once', async () => {
    await fc.assert(
      fc.asyncProperty(
        pair,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 600 }),
        async ({ same, left, right }, rowsAQuery, bytesAtMost) => {
          const seen = await pages(left, rowsAQuery, bytesAtMost);
          expect(await pages(right, rowsAQuery, bytesAtMost)).toEqual(seen);
          expect(seen.flatMap(({ items }) => items.map((item) => item?.id)).sort()).toEqual(
            same.map((one) => one.id).sort(),
          );
          const lengths = seen.flatMap(({ next }) => (next ? [JSON.stringify(next).length] : []));
          expect(new Set(lengths).size).toBeLessThanOrEqual(1);
          // A position is given only where something follows.
          for (const { items } of seen.slice(1)) expect(items.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  const bulky = (n: number, over: Partial<Held> = {}): Held => ({
    id: `rec_${individual.slice(4)}${n.toString(16).padStart(32, '0')}`,
    category: 'lab',
    date: '2026-03-01',
    fields: { note: 'x'.repeat(1024 * 1024) },
    ...over,
  });

  it('end after 8 MiB in a row of which nothing may leave, and go on behind them', async () => {
    holding([...Array.from({ length: 9 }, (_, i) => bulky(i)), bulky(9, { fields: { value: 7 } })], 1);
    const first = await page({ range: 0 }, 1024);
    expect(first.items).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(11);
    const second = await page(first.next ?? { range: 0 }, 1024);
    expect(second).toMatchObject({ items: [{ fields: { value: 7 } }] });
    expect(second).not.toHaveProperty('next');
  });

  it('end after 32 MiB in all of which nothing may leave', async () => {
    const held = Array.from({ length: 40 }, (_, i) => bulky(i, i % 7 === 6 ? { fields: { value: i } } : {}));
    holding(held, 1);
    const first = await page({ range: 0 }, 1024 * 1024);
    expect(first.items.length).toBeGreaterThan(3);
    expect(first.next).toBeDefined();
    const second = await page(first.next ?? { range: 0 }, 1024 * 1024);
    expect([...first.items, ...second.items]).toHaveLength(5);
  });
});

describe('what is shown to the individual', () => {
  /** What a Lambda's answer may have: it carries the JSON as a text. */
  const answerBytes = 6 * 1024 * 1024;
  const codes = Array.from({ length: 60 }, (_, i) => `field${i}${'x'.repeat(33)}`);
  const label = { de: 'Ä'.repeat(80) };
  const fields = codes.map((code) => ({
    code,
    type: 'string',
    label,
    unit: '"'.repeat(20),
    required: false,
  }));
  const category = { label, fields } as unknown as Category;

  it.each([
    ['many small records of many fields', 400, true],
    ['texts of quotes', 100, '"'.repeat(500)],
    ['texts of backslashes', 100, '\\'.repeat(500)],
    ['texts of letters that take four bytes', 100, '𝔄'.repeat(250)],
    ['line feeds', 100, '\n'.repeat(500)],
  ])('fits into an answer, and comes once page by page: %s', async (_, count, value) => {
    const held = Array.from({ length: count }, (__, i) => ({
      id: `rec_${individual.slice(4)}${i.toString(16).padStart(32, '0')}`,
      category: 'lab',
      date: '2026-03-01',
      fields: Object.fromEntries(codes.map((code) => [code, value])),
    }));
    holding(held, 40);
    let shown = 0;
    let pages = 0;
    for (let from: RecordPosition | undefined = { range: 0 }; from; pages += 1) {
      const { items, next }: { items: readonly unknown[]; next?: RecordPosition | undefined } =
        await readShownPage(
          recordRanges(tenant, individual, ['lab']),
          from,
          opener,
          (records) => records.map(({ content }) => recordShown(content, category, codes, 'de')),
          ownBytesAtMost,
        );
      const text = JSON.stringify({ body: JSON.stringify({ records: items, next }) });
      expect(Buffer.byteLength(text)).toBeLessThan(answerBytes);
      shown += items.length;
      from = next;
    }
    expect(shown).toBe(count);
    expect(pages).toBeGreaterThan(1);
  });
});
