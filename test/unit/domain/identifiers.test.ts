import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attestationId,
  belowPrefixes,
  bitsOf,
  code,
  consentId,
  disclosureId,
  individualId,
  individualOf,
  memberId,
  noticeId,
  ownBitsOf,
  recordId,
  requestId,
  shardOf,
  shards,
  tenantId,
} from '../../../lambdas/domain/identifiers.ts';

const bits = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));

describe('an id', () => {
  const own = { tnt: tenantId, ind: individualId, ntc: noticeId, att: attestationId };
  const below = { rec: recordId, crq: requestId, cns: consentId, dsc: disclosureId };
  const all = [
    ...Object.entries(own).map(([prefix, schema]) => ({ prefix, schema, digits: 32 })),
    ...Object.entries(below).map(([prefix, schema]) => ({ prefix, schema, digits: 64 })),
  ];

  it.each(all)(
    '$prefix is its prefix and $digits hex digits, and nothing else',
    ({ prefix, schema, digits }) => {
      const takes = (text: unknown) => schema.safeParse(text).success;
      const hex = 'a'.repeat(digits);
      expect(takes(`${prefix}_${hex}`)).toBe(true);
      for (const other of [
        hex,
        `${prefix}_${hex}a`,
        `${prefix}_${hex.slice(1)}`,
        `${prefix}_${hex.slice(1)}g`,
        `${prefix}_${hex.toUpperCase()}`,
        `${prefix}-${hex}`,
        `x${prefix}_${hex}`,
        `${prefix}_${hex}\n`,
        ` ${prefix}_${hex}`,
        `${prefix}_${hex}#`,
        '',
        null,
        7,
      ])
        expect(takes(other)).toBe(false);
      for (const { prefix: foreign } of all)
        if (foreign !== prefix) expect(takes(`${foreign}_${hex}`)).toBe(false);
    },
  );

  it('below an individual names them and its own bits', () => {
    fc.assert(
      fc.property(fc.constantFrom(...belowPrefixes), bits(32), bits(32), (prefix, individual, ownBits) => {
        const id = `${prefix}_${individual}${ownBits}`;
        expect(individualOf(id)).toBe(`ind_${individual}`);
        expect(ownBitsOf(id)).toBe(ownBits);
        expect(bitsOf(id)).toBe(individual + ownBits);
        expect(shardOf(id)).toBe(shardOf(individualOf(id)));
      }),
    );
  });
});

describe('a shard', () => {
  it('is the first four bits of an id, or of a hash in hex; there are sixteen', () => {
    expect(new Set(shards).size).toBe(16);
    fc.assert(
      fc.property(bits(32), (digits) => {
        expect(shardOf(`ind_${digits}`)).toBe(digits[0]);
        expect(shardOf(digits)).toBe(digits[0]);
        expect(shards).toContain(shardOf(digits));
      }),
    );
  });
});

describe('a code', () => {
  it.each(['a', 'health.lab', 'labor-sued', 'x1', '2', 'a.b-c.d'])('%s is one', (text) => {
    expect(code.safeParse(text).success).toBe(true);
  });

  it.each([
    '',
    'A',
    'a_b',
    'a..b',
    'a.-b',
    '.a',
    'a.',
    '-a',
    'a-',
    'a b',
    'a#b',
    'ä',
    'a\n',
    'x'.repeat(65),
    'constructor',
    '__proto__',
  ])('"%s" is none', (text) => {
    expect(code.safeParse(text).success).toBe(false);
  });

  it('is refused in time, however long', () => {
    const started = performance.now();
    expect(code.safeParse(`${'a-'.repeat(100_000)}!`).success).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('a member', () => {
  it('is named by 64 hex digits', () => {
    expect(memberId.safeParse('0'.repeat(64)).success).toBe(true);
    for (const other of ['0'.repeat(63), 'A'.repeat(64), `${'0'.repeat(64)}\n`])
      expect(memberId.safeParse(other).success).toBe(false);
  });
});
