import {
  type CancellationReason,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { pause } from '../../../../lambdas/platform/dynamodb/backoff.ts';
import { LostRace } from '../../../../lambdas/platform/dynamodb/lost-race.ts';
import { dynamo } from '../../../../lambdas/platform/dynamodb/reads.ts';
import {
  absent,
  equals,
  present,
  transact,
  unchanged,
  type Write,
} from '../../../../lambdas/platform/dynamodb/transaction.ts';
import { fakeClient, plain } from '../../../support/fake-client.ts';

vi.mock(import('../../../../lambdas/platform/dynamodb/backoff.ts'), () => ({
  pause: vi.fn(async () => undefined),
}));

const { sent, answer, answerBy } = fakeClient(dynamo);
const tenant = `tnt_${'0'.repeat(32)}`;
const key = tenantRow.key(tenant);
const writes: readonly Write[] = [
  { table: 'vault', check: key, if: present, else: 'tenant-not-open' },
  { table: 'vault', put: { ...key, name: 'x' }, if: absent, else: 'already-exists' },
  { table: 'vault', remove: key, if: present },
];
const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code): CancellationReason => ({ Code })),
  });
const inProgress = () => new TransactionInProgressException({ message: 'in progress', $metadata: {} });
const outcome = (rows = writes) =>
  transact(rows).then(
    () => 'written',
    (error: unknown) => error,
  );
const tokens = () => sent.map(({ input }) => input.ClientRequestToken as string);

beforeEach(() => vi.mocked(pause).mockClear());

describe('a transaction whose condition does not hold', () => {
  it.each([
    [['ConditionalCheckFailed', 'None', 'None'], 'tenant-not-open'],
    [['None', 'ConditionalCheckFailed', 'None'], 'already-exists'],
    [['ConditionalCheckFailed', 'ConditionalCheckFailed', 'ConditionalCheckFailed'], 'tenant-not-open'],
    [['TransactionConflict', 'ConditionalCheckFailed', 'None'], 'already-exists'],
    [['ThrottlingError', 'None', 'ConditionalCheckFailed'], 'conflict'],
  ])('%j throws what its first failing row says: %s', async (codes, code) => {
    answer(cancelled(...codes));
    expect(await outcome()).toMatchObject({ name: 'Problem', code });
    expect(sent).toHaveLength(1);
  });

  it('throws the very error that its row names', async () => {
    const taken = new Error('taken');
    answer(cancelled('ConditionalCheckFailed'));
    expect(await outcome([{ table: 'vault', put: { ...key }, if: absent, else: taken }])).toBe(taken);
  });

  it('loses the race that its row names, and keeps why', async () => {
    const cause = cancelled('ConditionalCheckFailed');
    answer(cause);
    const error = await outcome([{ table: 'vault', put: { ...key }, if: absent, else: { race: 'first' } }]);
    expect(error).toBeInstanceOf(LostRace);
    expect(error).toMatchObject({ race: 'first', cause });
  });

  it('keeps the reason inside, as the cause', async () => {
    const cause = cancelled('ConditionalCheckFailed', 'None', 'None');
    answer(cause);
    expect(await outcome()).toMatchObject({ cause });
  });
});

describe('a transaction in conflict with another', () => {
  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is tried again after %s, until it is written',
    async (code) => {
      answer(cancelled('None', code, 'None'), cancelled(code, code, 'None'), {});
      expect(await outcome()).toBe('written');
      expect(vi.mocked(pause).mock.calls).toEqual([[1], [2]]);
      expect(new Set(sent.map(({ input }) => JSON.stringify(input.TransactItems))).size).toBe(1);
    },
  );

  it('may find that its condition does not hold any more', async () => {
    answer(
      cancelled('TransactionConflict', 'None', 'None'),
      cancelled('None', 'ConditionalCheckFailed', 'None'),
    );
    expect(await outcome()).toMatchObject({ code: 'already-exists' });
  });

  it('is given up as unavailable after twelve tries, with a wait before each but the first', async () => {
    answerBy(() => cancelled('TransactionConflict', 'None', 'None'));
    const error = await outcome();
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(sent).toHaveLength(12);
    expect(vi.mocked(pause).mock.calls.flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('asks as a new transaction each time: the cancelled one has done nothing', async () => {
    answer(cancelled('TransactionConflict'), cancelled('TransactionConflict'), {});
    await outcome();
    expect(new Set(tokens()).size).toBe(3);
  });
});

describe('a transaction that is still under way', () => {
  it('is asked for again by the same token, so that it never happens twice', async () => {
    answer(inProgress(), inProgress(), {});
    expect(await outcome()).toBe('written');
    expect(sent).toHaveLength(3);
    expect(new Set(tokens()).size).toBe(1);
    expect(tokens()[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is given up as unavailable after twelve tries', async () => {
    answerBy(inProgress);
    expect(await outcome()).toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(sent).toHaveLength(12);
  });
});

describe('a transaction that is wrong', () => {
  it.each(['ValidationError', 'ItemCollectionSizeLimitExceeded', 'None'])(
    'is not tried again after %s, and not taken for a refusal',
    async (code) => {
      const error = cancelled(code, 'None', 'None');
      answer(error);
      expect(await outcome()).toBe(error);
      expect(sent).toHaveLength(1);
    },
  );

  it('fails as it is when it was cancelled without a reason, or never was a transaction', async () => {
    for (const error of [
      new TransactionCanceledException({ message: 'x', $metadata: {} }),
      new Error('socket hang up'),
    ]) {
      answer(error);
      expect(await outcome()).toBe(error);
    }
  });
});

describe('a transaction says', () => {
  const item = async (write: Write) => {
    await transact([write]);
    return sent[0]?.input.TransactItems[0];
  };

  it('what to put, without what is undefined', async () => {
    const { Put } = await item({
      table: 'vault',
      put: { ...key, a: 1, b: undefined, c: Uint8Array.of(1) },
      if: absent,
    });
    expect(Put).toMatchObject({ TableName: 'vault-table', ConditionExpression: 'attribute_not_exists(pk)' });
    expect(plain(Put.Item)).toEqual({ ...key, a: 1, c: Uint8Array.of(1) });
    expect(Put).not.toHaveProperty('ExpressionAttributeValues');
  });

  it('what to check and to remove, by key alone', async () => {
    const row = { ...key, more: 'not a key' };
    const { ConditionCheck } = await item({
      table: 'vault',
      check: row,
      if: equals({ state: 'open', epoch: 2 }),
    });
    expect(plain(ConditionCheck.Key)).toEqual(key);
    expect(ConditionCheck).toMatchObject({
      ConditionExpression: 'attribute_exists(pk) AND #c0 = :c0 AND #c1 = :c1',
      ExpressionAttributeNames: { '#c0': 'state', '#c1': 'epoch' },
    });
    expect(plain(ConditionCheck.ExpressionAttributeValues)).toEqual({ ':c0': 'open', ':c1': 2 });
    await transact([{ table: 'vault', remove: row }]);
    expect(plain(sent[1]?.input.TransactItems[0].Delete.Key)).toEqual(key);
  });

  it('what to update, with the names and values of condition and change apart', async () => {
    const { Update } = await item({
      table: 'vault',
      update: key,
      set: { state: 'retrieval', name: undefined },
      add: { epoch: 1 },
      unset: ['endsAt'],
      if: equals({ state: 'open' }),
    });
    expect(Update).toMatchObject({
      UpdateExpression: 'SET #s0 = :s0 ADD #n0 :n0 REMOVE #r0',
      ConditionExpression: 'attribute_exists(pk) AND #c0 = :c0',
      ExpressionAttributeNames: { '#s0': 'state', '#n0': 'epoch', '#r0': 'endsAt', '#c0': 'state' },
    });
    expect(plain(Update.ExpressionAttributeValues)).toEqual({ ':s0': 'retrieval', ':n0': 1, ':c0': 'open' });
  });

  it('that attributes are as they were read, those that were not there included', () => {
    expect(unchanged({ state: 'open', endsAt: undefined })).toEqual({
      expression: 'attribute_exists(pk) AND #c0 = :c0 AND attribute_not_exists(#m0)',
      names: { '#c0': 'state', '#m0': 'endsAt' },
      values: { ':c0': 'open' },
    });
    expect(unchanged({})).toEqual(present);
  });
});
