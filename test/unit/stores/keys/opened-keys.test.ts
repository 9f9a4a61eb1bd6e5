import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SealBroken } from '../../../../lambdas/crypto/sealing.ts';
import {
  auditSecretRow,
  dataKeyRow,
  shardSecretRow,
  tenantKeyRow,
} from '../../../../lambdas/model/key-rows.ts';
import type { IndividualUse } from '../../../../lambdas/model/row.ts';
import { kms } from '../../../../lambdas/platform/aws/kms.ts';
import type { Row } from '../../../../lambdas/platform/dynamodb/key.ts';
import { caseSealer } from '../../../../lambdas/stores/keys/open-case.ts';
import { indexKey, unwrapNothing } from '../../../../lambdas/stores/keys/open-index.ts';
import { recordSealer } from '../../../../lambdas/stores/keys/open-record.ts';
import { keyRowsOf, keysFrom, type ReadKeys, tenantKeys } from '../../../../lambdas/stores/keys/read-keys.ts';
import { sealer } from '../../../../lambdas/stores/keys/sealer.ts';
import { fakeClient } from '../../../support/fake-client.ts';

const { sent, answerBy } = fakeClient(kms);
const tenant = `tnt_${'0'.repeat(32)}`;
const individual = `ind_${'4fa1'.repeat(8)}`;
const owner = { tenant, individual };
const kmsKey = 'arn:aws:kms:eu-central-1:000000000000:key/k';
const shardSecret = new Uint8Array(32).fill(5);
const wrappedAs = (text: string) => new TextEncoder().encode(text);
/** Wrapped keys of its own for every test: the cache lives as long as the process. */
let run = 0;
const held = (name = 'a'): ReadKeys<'record' | 'case'> => ({
  owner,
  shardSecret,
  auditSecret: 'ab'.repeat(32),
  wrapped: { record: wrappedAs(`record ${run} ${name}`), case: wrappedAs(`case ${run} ${name}`) },
});

beforeEach(() => {
  run++;
  vi.useFakeTimers({ toFake: ['performance'] });
  answerBy(({ input }) => ({ Plaintext: new Uint8Array(32).fill(input.CiphertextBlob.length) }));
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the keys of an individual are gone', () => {
  const rows = keyRowsOf(tenant, individual, ['record', 'case']);
  const found: Row[] = [
    { ...shardSecretRow.key(tenant, '4'), secret: shardSecret },
    { ...auditSecretRow.key(tenant, individual), ref: 'ab'.repeat(32) },
    { ...dataKeyRow.key(tenant, individual, 'record'), wrapped: wrappedAs('r') },
    { ...dataKeyRow.key(tenant, individual, 'case'), wrapped: wrappedAs('c') },
  ];
  const uses: readonly IndividualUse[] = ['record', 'case'];

  it('as soon as one of their rows is missing: shard secret, audit secret or data key', () => {
    expect(rows.map(({ key: { pk, sk } }) => ({ pk, sk }))).toEqual(found.map(({ pk, sk }) => ({ pk, sk })));
    expect(keysFrom(owner, uses, found)).toMatchObject({
      owner,
      shardSecret,
      wrapped: { record: wrappedAs('r') },
    });
    for (const gone of found.keys()) {
      const left = found.map((row, i) => (i === gone ? undefined : row));
      expect(keysFrom(owner, uses, left)).toBeUndefined();
    }
    expect(keysFrom(owner, uses, found.slice(0, 3))).toBeUndefined();
  });

  it('and so are a tenant’s, as soon as one of its rows is missing', () => {
    const tenantRows: Row[] = [
      { ...shardSecretRow.key(tenant, 't'), secret: shardSecret },
      { ...auditSecretRow.key(tenant), ref: 'ab' },
      { ...tenantKeyRow.key(tenant, 'index'), wrapped: wrappedAs('t') },
    ];
    expect(tenantKeys.from(tenant, 'index', tenantRows)).toMatchObject({
      owner: { tenant, individual: 't' },
    });
    for (const gone of tenantRows.keys()) {
      const left = tenantRows.map((row, i) => (i === gone ? undefined : row));
      expect(tenantKeys.from(tenant, 'index', left)).toBeUndefined();
    }
  });
});

describe('a data key', () => {
  it('is unwrapped under the context of tenant, individual and use', async () => {
    await caseSealer(kmsKey, held());
    expect(sent).toEqual([
      {
        command: 'DecryptCommand',
        input: {
          KeyId: kmsKey,
          CiphertextBlob: held().wrapped.case,
          EncryptionContext: { tenant, individual, use: 'case' },
        },
      },
    ]);
  });

  it('is kept for less than 60 seconds, counted at use', async () => {
    await recordSealer(kmsKey, held());
    vi.advanceTimersByTime(59_999);
    await recordSealer(kmsKey, held());
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    await recordSealer(kmsKey, held());
    expect(sent).toHaveLength(2);
  });

  it.each(['performance', 'Date'] as const)('is 60 seconds old when %s alone says so', async (clock) => {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: [clock] });
    await recordSealer(kmsKey, held());
    vi.advanceTimersByTime(60_000);
    await recordSealer(kmsKey, held());
    expect(sent).toHaveLength(2);
  });

  it('does not live longer for being used', async () => {
    for (let second = 0; second <= 60; second += 20) {
      await recordSealer(kmsKey, held());
      vi.advanceTimersByTime(20_000);
    }
    expect(sent).toHaveLength(2);
  });

  it('that was wrapped anew is another one, however warm the cache', async () => {
    await recordSealer(kmsKey, held('a'));
    await recordSealer(kmsKey, held('b'));
    expect(sent).toHaveLength(2);
  });

  it('is never taken for that of another use or another individual with the same bytes', async () => {
    const same = wrappedAs(`same ${run}`);
    const keys: ReadKeys<'record' | 'case'> = { ...held(), wrapped: { record: same, case: same } };
    const other = { ...keys, owner: { tenant, individual: `ind_${'b'.repeat(32)}` } };
    await recordSealer(kmsKey, keys);
    await caseSealer(kmsKey, keys);
    await recordSealer(kmsKey, other);
    expect(sent.map(({ input }) => input.EncryptionContext)).toEqual([
      { tenant, individual, use: 'record' },
      { tenant, individual, use: 'case' },
      { tenant, individual: other.owner.individual, use: 'record' },
    ]);
  });

  it('that was zeroed by one caller still works for the next: each has a copy', async () => {
    const keys = { ...held(), wrapped: { index: wrappedAs(`index ${run}`) } };
    const before = await indexKey(kmsKey, keys);
    for (let i = 0; i < 2; i++) await unwrapNothing(kmsKey, keys, individual, ['record', 'case']);
    expect(await indexKey(kmsKey, keys)).toEqual(before);
    expect(sent).toHaveLength(3);
  });

  it('is not kept when it could not be unwrapped', async () => {
    const error = new Error('AccessDenied');
    answerBy(() => error);
    await expect(recordSealer(kmsKey, held())).rejects.toBe(error);
    answerBy(() => ({}));
    await expect(recordSealer(kmsKey, held())).rejects.toMatchObject({ code: 'unavailable' });
    answerBy(() => ({ Plaintext: new Uint8Array(32) }));
    await expect(recordSealer(kmsKey, held())).resolves.toBeDefined();
  });

  it('that is not 32 bytes long never seals', async () => {
    answerBy(() => ({ Plaintext: new Uint8Array(16) }));
    await expect(recordSealer(kmsKey, held())).rejects.toThrow(RangeError);
  });

  it('leaves the cache when 512 younger ones are in it', async () => {
    for (let i = 0; i < 512; i++) await recordSealer(kmsKey, held(`${i}`));
    await recordSealer(kmsKey, held('511'));
    await recordSealer(kmsKey, held('0'));
    expect(sent).toHaveLength(512);
    await recordSealer(kmsKey, held('one more'));
    await recordSealer(kmsKey, held('0'));
    expect(sent).toHaveLength(514);
  });
});

describe('the index key', () => {
  it('follows from the shard secret, too: without either no look-up finds anything', async () => {
    const keys = { ...held(), wrapped: { index: wrappedAs(`index ${run}`) } };
    const one = await indexKey(kmsKey, keys);
    const other = await indexKey(kmsKey, { ...keys, shardSecret: new Uint8Array(32).fill(6) });
    expect(one).toHaveLength(32);
    expect(other).not.toEqual(one);
  });
});

describe('what is sealed', () => {
  const dataKey = new Uint8Array(32).fill(9);
  const value = { name: 'Erika', n: 1.5, list: [null, true] };
  const made = sealer(owner, 'record', dataKey, shardSecret);
  const sealed = made.seal('record', 'rec_1', 1, value);

  it('comes back as a secret, in its own place', () => {
    expect(made.open('record', 'rec_1', 1, sealed).release()).toEqual(value);
    expect(`${made.open('record', 'rec_1', 1, sealed)}`).toBe('[redacted]');
  });

  it.each<[string, () => unknown]>([
    ['as another kind', () => made.open('consent', 'rec_1', 1, sealed)],
    ['under another id', () => made.open('record', 'rec_2', 1, sealed)],
    ['as another version: an old row put back', () => made.open('record', 'rec_1', 2, sealed)],
    ['for another use', () => sealer(owner, 'case', dataKey, shardSecret).open('record', 'rec_1', 1, sealed)],
    [
      'for another individual',
      () =>
        sealer({ ...owner, individual: 'x' }, 'record', dataKey, shardSecret).open(
          'record',
          'rec_1',
          1,
          sealed,
        ),
    ],
    [
      'for another tenant',
      () =>
        sealer({ ...owner, tenant: 'x' }, 'record', dataKey, shardSecret).open('record', 'rec_1', 1, sealed),
    ],
    [
      'under another shard secret',
      () => sealer(owner, 'record', dataKey, new Uint8Array(32)).open('record', 'rec_1', 1, sealed),
    ],
    ['when its row has nothing', () => made.open('record', 'rec_1', 1, undefined)],
  ])('does not open %s', (_, act) => {
    expect(act).toThrow(SealBroken);
  });
});
