import { describe, expect, it } from 'vitest';
import { openCursor } from '../../lambdas/crypto/cursor.ts';
import { canaryOf } from '../../lambdas/crypto/one-time.ts';
import { open, workingKey } from '../../lambdas/crypto/sealing.ts';
import { kindNameOf, kindNamesOf } from '../../lambdas/model/registry.ts';
import type { Table } from '../../lambdas/model/tables.ts';
import { sealer } from '../../lambdas/stores/keys/sealer.ts';
import { flippedBits, gcmOpen, hex, hkdf, toHex, utf8 } from '../support/reference.ts';
import { keyExamples, listingExamples } from './key-examples.ts';
import { examplesIn, textOf } from './markdown.ts';
import { canonical } from './page-verifier.ts';

const examples = examplesIn(textOf('docs/formats.md'));
const example = (name: string) => JSON.parse(examples.get(name) ?? expect.unreachable(`no example ${name}`));

describe('a sealed value', () => {
  const { dataKey, shardSecret, context, bound, plaintext, salt, nonce, sealed, ...keys } =
    example('sealed-value');
  const working = () => workingKey(hex(dataKey), hex(shardSecret));

  it('does not open with any one bit turned over, nor in another row', () => {
    for (const flipped of flippedBits(hex(sealed))) expect(() => open(working(), context, flipped)).toThrow();
    for (const other of [{ version: 4 }, { kind: 'request' }, { id: 'rec_1' }])
      expect(() => open(working(), { ...context, ...other }, hex(sealed))).toThrow();
  });

  it('opens with the keys beside it', () => {
    expect(toHex(open(working(), context, hex(sealed)))).toBe(toHex(utf8(plaintext)));
  });

  it('opens step by step, as the page says', () => {
    const key = hkdf(hex(dataKey), hex(shardSecret), utf8('habeas/v1/working'), 32);
    expect(toHex(key)).toBe(keys.workingKey);
    const own = hkdf(key, hex(salt), utf8('habeas/v1/record'), 32);
    expect(toHex(own)).toBe(keys.ownKey);
    expect(bound).toBe(canonical({ v: 1, ...context }));
    expect(sealed.slice(0, 2 + 32 + 24)).toBe(`01${salt}${nonce}`);
    expect(toHex(gcmOpen(own, hex(nonce), utf8(bound), hex(sealed).subarray(29)))).toBe(
      toHex(utf8(plaintext)),
    );
  });

  it('is a cursor for what it is bound to, and for nothing else', () => {
    const { secret, binding, position, cursor } = example('cursor');
    expect(openCursor(hex(secret), 'another list', cursor)).toBeUndefined();
    expect(openCursor(hex(secret), binding, cursor)).toEqual(position);
  });

  it('gives the addresses of the admins after a purge', () => {
    const given = example('delivery-envelope');
    const { tenant, individual, kind, id, version } = given.context;
    const opener = sealer({ tenant, individual }, 'envelope', hex(given.dataKey), hex(given.salt));
    expect(opener.open(kind, id, version, hex(given.sealed)).release()).toEqual(given.recipients);
  });

  it('of a canary belongs to the individual that follows from tenant and shard', () => {
    const { tenant, shard, individual } = example('canary');
    expect(canaryOf(tenant, shard)).toBe(individual);
  });
});

describe('keys', () => {
  const { category, purpose } = example('hashes');

  it('are those that the code makes, with at least one of every kind in every table', () => {
    const made = keyExamples(category.hash, purpose.hash).map(([table, kind, { pk, sk }]) => [
      table,
      kind,
      pk,
      sk,
    ]);
    expect(example('keys')).toEqual(made);
    for (const table of ['vault', 'keys', 'evidence'] as const)
      expect([...new Set(made.flatMap(([name, kind]) => (name === table ? [kind] : [])))].sort()).toEqual(
        [...kindNamesOf(table)].sort(),
      );
  });

  it('are of the kind that the page says', () => {
    for (const [table, kind, pk, sk] of example('keys') as [Table, string, string, string][])
      expect(kindNameOf(table, { pk, sk })).toBe(kind);
  });

  it('of the index are those of its lists', () => {
    expect(example('listings')).toEqual(listingExamples);
  });
});
