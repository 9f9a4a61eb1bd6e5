import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { open, SealBroken, type SealContext, seal, workingKey } from '../../../lambdas/crypto/sealing.ts';
import { counting, flippedBits, hex, hkdf, toHex, utf8 } from '../../support/reference.ts';

const dataKey = counting(0, 32);
const shardSecret = counting(32, 32);
const key = workingKey(dataKey, shardSecret);
const context: SealContext = {
  tenant: 'tnt_00112233445566778899aabbccddeeff',
  individual: 'ind_ffeeddccbbaa99887766554433221100',
  kind: 'record',
  use: 'record',
  id: 'rec_1',
  version: 1,
  keyId: 'record',
};
const text = utf8('{"value":6.5}');

/** What becomes of a sealed value, without the cost of an assertion for each of many. */
function accepted(sealed: Uint8Array, under = key, within: SealContext = context): boolean {
  try {
    open(under, within, sealed);
    return true;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return false;
  }
}

/** Numbers from 0 to below 1 that are the same in every run (mulberry32), so that a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a sealed value does not open', () => {
  const sealed = seal(key, context, text);
  const { stackTraceLimit } = Error;

  afterEach(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  it('with any one bit turned over', () => {
    const opened = [...flippedBits(sealed)].filter((altered) => accepted(altered));
    expect(opened).toEqual([]);
  });

  it('after any of 100,000 random mutations of a row: bytes changed, cut, added, moved, swapped between rows', () => {
    Error.stackTraceLimit = 0; // half of the time of a failure is its stack
    const next = numbers(20_261_124);
    const upTo = (end: number) => Math.floor(next() * end);
    const rows = Array.from({ length: 8 }, (_, i) => seal(key, { ...context, id: `rec_${i}` }, text));
    let unchanged = 0;
    let opened = 0;
    for (let i = 0; i < 100_000; i++) {
      const of = upTo(rows.length);
      const row = rows[of] ?? sealed;
      const other = rows[upTo(rows.length)] ?? sealed;
      const [from, to] = [upTo(row.length), upTo(row.length)].sort((a, b) => a - b) as [number, number];
      let altered = Buffer.from(row);
      switch (i % 6) {
        case 0:
          for (let n = upTo(4); n >= 0; n--) altered[upTo(row.length)] = upTo(256);
          break;
        case 1:
          altered = altered.subarray(from, to);
          break;
        case 2:
          altered = Buffer.concat([row.subarray(0, from), Buffer.of(upTo(256)), row.subarray(from)]);
          break;
        case 3:
          altered = Buffer.concat([row.subarray(0, from), row.subarray(to), row.subarray(from, to)]);
          break;
        case 4:
          altered = Buffer.concat([row.subarray(0, from), other.subarray(from)]);
          break;
        default:
          altered.fill(upTo(256), from, to + 1);
      }
      if (altered.equals(row)) unchanged++;
      else if (accepted(altered, key, { ...context, id: `rec_${of}` })) opened++;
    }
    expect(opened).toBe(0);
    expect(unchanged).toBeLessThan(20_000);
  }, 60_000);

  it.each<[string, Partial<SealContext>]>([
    ['tenant', { tenant: 'tnt_00112233445566778899aabbccddeefe' }],
    ['individual', { individual: 'ind_ffeeddccbbaa99887766554433221101' }],
    ['kind', { kind: 'consent' }],
    ['use', { use: 'case' }],
    ['id', { id: 'rec_2' }],
    ['version', { version: 2 }],
    ['keyId', { keyId: 'case' }],
  ])('in another place: %s', (_, other) => {
    expect(() => open(key, { ...context, ...other }, sealed)).toThrow(SealBroken);
  });

  it('in any other context, whatever two fields say', () => {
    const fields = fc.record({
      tenant: fc.string(),
      individual: fc.string(),
      kind: fc.string(),
      use: fc.string(),
      id: fc.string(),
      version: fc.nat(),
      keyId: fc.string(),
    });
    fc.assert(
      fc.property(fields, fields, (one, two) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(two));
        fc.pre([...Object.values(one), ...Object.values(two)].every((v) => String(v).isWellFormed()));
        const made = seal(key, one, text);
        expect(accepted(made, key, two)).toBe(false);
        expect(accepted(made, key, one)).toBe(true);
      }),
    );
  });

  it('with texts moved from one field of the context to the next', () => {
    const made = seal(key, { ...context, kind: 'record', use: 'recordcase' }, text);
    expect(accepted(made, key, { ...context, kind: 'recordrecord', use: 'case' })).toBe(false);
  });

  it('when its row does not exist or holds something else', () => {
    for (const missing of [undefined, null, '', 7, {}, 'not bytes', []])
      expect(() => open(key, context, missing as unknown as Uint8Array)).toThrow(SealBroken);
  });

  it('without the data key or without the shard secret', () => {
    expect(accepted(sealed, workingKey(counting(1, 32), shardSecret))).toBe(false);
    expect(accepted(sealed, workingKey(dataKey, counting(33, 32)))).toBe(false);
    expect(accepted(sealed, dataKey)).toBe(false);
  });

  it('and says nothing of why', () => {
    const errors = [sealed.subarray(0, 3), [...flippedBits(sealed)][300] ?? sealed].map((altered) => {
      try {
        return open(key, context, altered);
      } catch (error) {
        return `${error} ${(error as Error).cause}`;
      }
    });
    expect(new Set(errors)).toEqual(new Set(['SealBroken: a sealed value does not open undefined']));
  });

  it('is not even made while a field of its context is missing', () => {
    for (const field of Object.keys(context)) {
      const { [field as 'id']: _, ...rest } = context;
      expect(() => seal(key, rest as unknown as SealContext, text)).toThrow(TypeError);
      expect(() => open(key, rest as unknown as SealContext, sealed)).toThrow(SealBroken);
    }
  });
});

describe('a sealed value', () => {
  it('opens in its own place', () => {
    expect(toHex(open(key, context, seal(key, context, text)))).toBe(toHex(text));
  });

  it('of format 1 keeps opening: this one was made by another implementation', () => {
    const stored = hex(
      '01000102030405060708090a0b0c0d0e0f101112131415161718191a1b7b16f4ca600ea85ee67c67b1fa4ca6e08e956e34' +
        '6fee5678a1178da01d4096e78b2e1527d967291c',
    );
    expect(new TextDecoder().decode(open(key, context, stored))).toBe('{"value":6.5,"unit":"%"}');
  });

  it('is sealed by HKDF of data key and shard secret', () => {
    expect(toHex(key)).toBe('dbc3578eceddf998667d021ee8dec6020ed0ac5c1293c584e0ccd20ae4c84d96');
    expect(toHex(key)).toBe(toHex(hkdf(dataKey, shardSecret, utf8('habeas/v1/working'), 32)));
  });

  it.each([0, 16, 31, 33])('needs a shard secret of 32 bytes, not %i', (length) => {
    expect(() => workingKey(dataKey, new Uint8Array(length))).toThrow(RangeError);
    expect(() => workingKey(new Uint8Array(length), shardSecret)).toThrow(RangeError);
  });
});
