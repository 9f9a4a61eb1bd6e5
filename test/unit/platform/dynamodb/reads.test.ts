import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pause } from '../../../../lambdas/platform/dynamodb/backoff.ts';
import {
  dynamo,
  queryAll,
  queryPage,
  type Row,
  read,
  type Wanted,
} from '../../../../lambdas/platform/dynamodb/reads.ts';
import { fakeClient, plain, type Sent } from '../../../support/fake-client.ts';

vi.mock(import('../../../../lambdas/platform/dynamodb/backoff.ts'), () => ({
  pause: vi.fn(async () => undefined),
}));

const { sent, answer, answerBy } = fakeClient(dynamo);
const wanted = (table: Wanted['table'], pk: string, sk = 'a'): Wanted => ({ table, key: { pk, sk } });
const row = (pk: string, more: object = {}, sk = 'a'): Row => ({ pk, sk, ...more });
const requested = ({ input }: Sent): Record<string, { ConsistentRead: boolean; Keys: object[] }> =>
  input.RequestItems;

/** A table that holds these rows and processes at most so many keys of a call. */
function holding(rows: Readonly<Record<string, readonly Row[]>>, atMost = 100) {
  answerBy((call) => {
    const Responses: Record<string, object[]> = {};
    const UnprocessedKeys: Record<string, object> = {};
    let processed = 0;
    for (const [table, { Keys, ...rest }] of Object.entries(requested(call)))
      for (const key of Keys) {
        if (processed++ < atMost) {
          const { pk, sk } = plain(key as never);
          const found = rows[table]?.find((one) => one.pk === pk && one.sk === sk);
          if (found) Responses[table] = [...(Responses[table] ?? []), marshall(found)];
        } else {
          const { Keys: before = [] } = (UnprocessedKeys[table] ?? {}) as { Keys?: object[] };
          UnprocessedKeys[table] = { ...rest, Keys: [...before, key] };
        }
      }
    return { Responses, UnprocessedKeys };
  });
}

beforeEach(() => vi.mocked(pause).mockClear());

describe('rows read by key', () => {
  const three = [wanted('vault', 'p1'), wanted('keys', 'p1'), wanted('vault', 'p2')] as const;

  it('come in the order asked for, each from its table, undefined where there is none', async () => {
    holding({ 'vault-table': [row('p2', { from: 'vault' })], 'keys-table': [row('p1', { from: 'keys' })] });
    expect(await read(three)).toEqual([undefined, row('p1', { from: 'keys' }), row('p2', { from: 'vault' })]);
    expect(sent.map(({ command }) => command)).toEqual(['BatchGetItemCommand']);
  });

  it('are read consistently, every time', async () => {
    holding({}, 1);
    await read(three);
    expect(sent).toHaveLength(3);
    for (const call of sent)
      for (const table of Object.values(requested(call))) expect(table.ConsistentRead).toBe(true);
  });

  it('that were not processed are asked for again, with a wait, until all are there', async () => {
    holding({ 'vault-table': [row('p1'), row('p2')], 'keys-table': [row('p1')] }, 1);
    expect(await read(three)).toEqual([row('p1'), row('p1'), row('p2')]);
    expect(vi.mocked(pause).mock.calls).toEqual([[1], [2]]);
  });

  it('that are never processed are given up as unavailable, not taken for missing', async () => {
    holding({ 'vault-table': [row('p1')] }, 0);
    await expect(read(three)).rejects.toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(sent).toHaveLength(9);
  });

  it.each([
    [100, 1],
    [101, 2],
    [250, 3],
    [1000, 10],
  ])('are %i in %i calls, since a call takes a hundred keys', async (keys, calls) => {
    const rows = Array.from({ length: keys }, (_, i) => row(`p${i}`));
    holding({ 'vault-table': rows });
    expect(await read(rows.map(({ pk }) => wanted('vault', pk)))).toEqual(rows);
    expect(sent.map((call) => requested(call)['vault-table']?.Keys.length)).toEqual(
      Array.from({ length: calls }, (_, i) => Math.min(100, keys - 100 * i)),
    );
  });

  it('are asked for once each, and may be wanted twice', async () => {
    holding({ 'vault-table': [row('p1')] });
    expect(await read([wanted('vault', 'p1'), wanted('vault', 'p1')])).toEqual([row('p1'), row('p1')]);
    expect(sent.flatMap((call) => requested(call)['vault-table']?.Keys ?? [])).toHaveLength(1);
  });

  it('are told apart by table and by both parts of their key', async () => {
    holding({ 'vault-table': [row('p', {}, 'q r'), row('p q', {}, 'x')] });
    expect(await read([wanted('vault', 'p', 'q r'), wanted('keys', 'p', 'q r')])).toEqual([
      row('p', {}, 'q r'),
      undefined,
    ]);
  });

  it('need no call when none are wanted', async () => {
    expect(await read([])).toEqual([]);
    expect(sent).toHaveLength(0);
  });

  it('are not read when reading fails', async () => {
    const error = new Error('socket hang up');
    answer(error);
    await expect(read(three)).rejects.toBe(error);
  });
});

describe('a range', () => {
  const pages = (...of: readonly (readonly Row[])[]) =>
    answerBy((_, number) => ({
      Items: (of[number - 1] ?? []).map((one) => marshall(one)),
      ...(number < of.length && { LastEvaluatedKey: marshall({ pk: 'p', sk: `${number}` }) }),
    }));

  it('is read to its last page, even where pages are empty', async () => {
    pages([row('p', {}, '1')], [], [row('p', {}, '3'), row('p', {}, '4')], []);
    const rows = await queryAll({ table: 'vault', pk: 'p' });
    expect(rows.map(({ sk }) => sk)).toEqual(['1', '3', '4']);
    expect(sent.map(({ input }) => input.ExclusiveStartKey && plain(input.ExclusiveStartKey))).toEqual([
      undefined,
      { pk: 'p', sk: '1' },
      { pk: 'p', sk: '2' },
      { pk: 'p', sk: '3' },
    ]);
  });

  it('is read from the table consistently, by prefix where one is given', async () => {
    pages([]);
    await queryPage({ table: 'keys', pk: 'p', prefix: 'I#' });
    expect(sent[0]?.input).toMatchObject({
      TableName: 'keys-table',
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :sk)',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ConsistentRead: true,
    });
    expect(plain(sent[0]?.input.ExpressionAttributeValues)).toEqual({ ':pk': 'p', ':sk': 'I#' });
  });

  it('of the index is read by the index’s own names, up to a place where one is given', async () => {
    pages([]);
    const range = { table: 'vault', pk: 'T', index: 'listing', prefix: 'x' } as const;
    await queryPage({ ...range, limit: 5, backwards: true });
    expect(sent[0]?.input).toMatchObject({
      IndexName: 'listing',
      ScanIndexForward: false,
      Limit: 5,
      ExpressionAttributeNames: { '#pk': 'listPk', '#sk': 'listSk' },
    });
    expect(sent[0]?.input).not.toHaveProperty('ConsistentRead');
    await queryPage({ ...range, before: 'x5' });
    expect(sent[1]?.input).toMatchObject({
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :sk AND :to',
    });
  });

  it('gives where to go on, and nothing at its end', async () => {
    pages([row('p')], [row('p')]);
    const first = await queryPage({ table: 'vault', pk: 'p' });
    expect(first.next).toEqual({ pk: 'p', sk: '1' });
    expect(await queryPage({ table: 'vault', pk: 'p', start: first.next })).not.toHaveProperty('next');
  });

  it('is read in part where only some attributes are wanted', async () => {
    pages([]);
    await queryPage({ table: 'vault', pk: 'p', attributes: ['pk', 'state'] });
    expect(sent[0]?.input).toMatchObject({
      ProjectionExpression: '#a0, #a1',
      ExpressionAttributeNames: { '#pk': 'pk', '#a0': 'pk', '#a1': 'state' },
    });
  });
});

it('the client copies nothing for a log, and adds neither a description of the SDK nor a trace', () => {
  const passed = ({ middlewareStack }: DynamoDBClient) =>
    middlewareStack.identify().map((one) => one.split(/\W/)[0]);
  const plainly = passed(new DynamoDBClient());
  expect(plainly.filter((one) => !passed(dynamo).includes(one)).sort()).toEqual([
    'getUserAgentMiddleware',
    'loggerMiddleware',
    'recursionDetectionMiddleware',
  ]);
});
