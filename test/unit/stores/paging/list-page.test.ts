import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestList } from '../../../../lambdas/model/request-rows.ts';
import { dynamo, type Row } from '../../../../lambdas/platform/dynamodb/reads.ts';
import { listPage } from '../../../../lambdas/stores/paging/list-page.ts';
import { listed, newestIn, type Source } from '../../../../lambdas/stores/paging/sources.ts';
import { fakeClient, plain } from '../../../support/fake-client.ts';

const list = requestList('tnt_a');
const range = { table: 'vault', pk: list.partitions[3] ?? '', prefix: 'I#' };
const { sent, answerBy } = fakeClient(dynamo);
let rows: Row[] = [];
let rowsInAnswer = 1000;

/** Answers as DynamoDB does, with as few rows in an answer as `rowsInAnswer` says. */
beforeEach(() =>
  answerBy(({ command, input }) => {
    if (command === 'BatchGetItemCommand') {
      const keys = input.RequestItems['vault-table'].Keys.map((key) => plain(key));
      const found = rows.filter(({ pk, sk }) => keys.some((key) => key.pk === pk && key.sk === sk));
      return { Responses: { 'vault-table': found.map((row) => marshall(row)) } };
    }
    const { '#pk': pk = 'pk', '#sk': sk = 'sk' } = input.ExpressionAttributeNames;
    const values = plain(input.ExpressionAttributeValues);
    const from = String(values[':sk']);
    const start = plain(input.ExclusiveStartKey)[sk];
    const inRange = (place: string) =>
      values[':to'] === undefined ? place.startsWith(from) : from <= place && place <= values[':to'];
    const within = rows
      .filter((row) => row[pk] === values[':pk'] && inRange(String(row[sk])))
      .filter((row) => start === undefined || String(row[sk]) < start)
      .sort((one, other) => (String(one[sk]) < String(other[sk]) ? 1 : -1));
    const atMost = Math.min(input.Limit, rowsInAnswer);
    const found = within.slice(0, atMost);
    const last = found.at(-1);
    const more = within.length >= atMost && last && { LastEvaluatedKey: marshall(last) };
    return { Items: found.map((row) => marshall(row)), ...more };
  }),
);

const paging = { secret: new Uint8Array(32).fill(7), binding: 'a list' };

/** All pages of a list, one after the other. */
async function pagesOf(source: Source, limit: number, keep: (row: Row) => boolean = () => true) {
  const pages: { readonly items: string[]; readonly queries: number }[] = [];
  for (let cursor: string | undefined; ; ) {
    const before = sent.length;
    const page = await listPage(source, { ...paging, limit, cursor }, (row) =>
      keep(row) ? source.placeOf(row) : undefined,
    );
    pages.push({ items: page.items, queries: sent.length - before });
    if (page.next === undefined) return pages;
    cursor = page.next;
  }
}

/** Rows that stand in sixteen partitions and in one list; of some of them the instants are the same. */
const spread = fc.array(fc.tuple(fc.nat(15), fc.nat(20)), { maxLength: 60 }).map((all) =>
  all.map(([shard, minute], i): Row => {
    const pk = list.partitions[shard] ?? '';
    const id = i.toString(16).padStart(4, '0');
    return { pk, sk: `I#${id}`, listPk: pk, listSk: `Q#2026-11-24T10:${minute + 10}:00.000Z#${id}` };
  }),
);
const newestFirst = (places: readonly string[]) => [...places].sort().reverse();

describe('a list over all shards', () => {
  it('gives every row once, newest first, whatever shards they lie in and however short answers are', async () => {
    await fc.assert(
      fc.asyncProperty(
        spread,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(1, 3, 1000),
        async (all, limit, few) => {
          [rows, rowsInAnswer] = [[...all], few];
          // Positions of other lists in the same partitions are none of this one.
          rows.push({ pk: 'x', sk: 'x', listPk: range.pk, listSk: 'C#2026-11-24T10:00:00.000Z#x' });
          rows.push({ pk: 'x', sk: 'y', listPk: range.pk, listSk: 'R#2026-11-24T10:00:00.000Z#y' });
          const pages = await pagesOf(listed(list), limit);
          const own = all.map(({ listSk }) => String(listSk)).filter((place) => place.startsWith('Q#'));
          expect(pages.flatMap(({ items }) => items)).toEqual(newestFirst(own));
          expect(pages.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('costs sixteen queries and one read a page, with ten rows and with a thousand', async () => {
    const row = (i: number): Row => {
      const pk = list.partitions[i % 16] ?? '';
      const id = i.toString().padStart(4, '0');
      return { pk, sk: `I#${id}`, listPk: pk, listSk: `Q#2026-11-24T10:00:00.000Z#${id}` };
    };
    rowsInAnswer = 1000;
    for (const count of [10, 1000]) {
      rows = Array.from({ length: count }, (_, i) => row(i));
      sent.length = 0;
      await listPage(listed(list), { ...paging, limit: 5 }, (one) => one);
      expect(sent.map(({ command }) => command)).toEqual([
        ...Array(16).fill('QueryCommand'),
        'BatchGetItemCommand',
      ]);
    }
  });
});

describe('a page with a filter', () => {
  it('tells by nothing that rows were left out: neither by its length nor by its cursor', async () => {
    await fc.assert(
      fc.asyncProperty(spread, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (all, limit, inIndex) => {
        [rows, rowsInAnswer] = [all, 1000];
        const source = inIndex ? listed(list) : newestIn(range);
        const keep = ({ sk }: Row) => Number.parseInt(sk.slice(2), 16) % 3 === 0;
        const pages = await pagesOf(source, limit, keep);
        rows = all.filter(keep);
        const alone = await pagesOf(source, limit);
        expect(pages.map(({ items }) => items)).toEqual(alone.map(({ items }) => items));
      }),
      { numRuns: 60 },
    );
  });
});
