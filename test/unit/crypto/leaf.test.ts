import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../../lambdas/crypto/canonical.ts';
import { leafHash, payloadCommit } from '../../../lambdas/crypto/leaf.ts';
import { type AuditEntry, auditEntry, auditTypes } from '../../../lambdas/domain/evidence/audit.ts';
import { counting, hmac, merkleLeaf, toHex } from '../../support/reference.ts';

const entry: AuditEntry = {
  v: 1,
  type: 'consent.granted',
  at: '2026-11-24T10:00:00.000Z',
  tenant: 'tnt_00112233445566778899aabbccddeeff',
  actorRef: 'a'.repeat(64),
  individualRef: 'b'.repeat(64),
  objectRef: 'c'.repeat(64),
  version: 1,
  outcome: 'done',
  payloadCommit: null,
};
const reference = fc.stringMatching(/^[0-9a-f]{64}$/);
const entries = fc.record({
  v: fc.constant(1 as const),
  type: fc.constantFrom(...auditTypes),
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  tenant: fc.constantFrom('tnt_1', 'tnt_2', 'deployment'),
  actorRef: fc.oneof(reference, fc.constantFrom('workflow', 'system', 'unknown')),
  individualRef: fc.option(reference),
  objectRef: fc.option(reference),
  version: fc.option(fc.nat()),
  outcome: fc.constantFrom('done', 'conflict'),
  payloadCommit: fc.option(reference),
});

describe('a leaf', () => {
  it('is the RFC 6962 hash of the entry, as another implementation computes it', () => {
    expect(leafHash(entry)).toBe('7a0ac891501270fe824986c6b1cb33d672bfcd915d2ccfcae6148da919840933');
  });

  it('is SHA-256 over 0x00 and the RFC 8785 bytes, whatever the entry and the order of its members', () => {
    fc.assert(
      fc.property(entries, (any) => {
        expect(auditEntry.safeParse(any).success).toBe(true);
        const reversed = Object.fromEntries(Object.entries(any).reverse()) as unknown as AuditEntry;
        expect(leafHash(any)).toBe(toHex(merkleLeaf(canonicalBytes(any))));
        expect(leafHash(reversed)).toBe(leafHash(any));
      }),
    );
  });

  it.each<[keyof AuditEntry, Partial<AuditEntry>]>([
    ['type', { type: 'consent.refused' }],
    ['at', { at: '2026-11-24T10:00:00.001Z' }],
    ['tenant', { tenant: 'tnt_00112233445566778899aabbccddeefe' }],
    ['actorRef', { actorRef: 'unknown' }],
    ['individualRef', { individualRef: null }],
    ['objectRef', { objectRef: 'd'.repeat(64) }],
    ['version', { version: null }],
    ['outcome', { outcome: 'conflict' }],
    ['payloadCommit', { payloadCommit: 'e'.repeat(64) }],
  ])('is another one when %s differs', (_, other) => {
    expect(leafHash({ ...entry, ...other })).not.toBe(leafHash(entry));
  });
});

describe('a commitment', () => {
  const salt = counting(0, 32);

  it('is HMAC-SHA-256 of the payload under its salt, as another implementation computes it', () => {
    expect(payloadCommit(salt, { why: '§' })).toBe(
      'c2e907c2a4b9ac126dfed9f9a6c61f1af43644545705afad6824d73d25d98db3',
    );
    expect(payloadCommit(salt, { why: '§' })).toBe(toHex(hmac(salt, canonicalBytes({ why: '§' }))));
  });

  it('says nothing without its salt: the same payload looks different each time', () => {
    expect(payloadCommit(counting(1, 32), { a: 1 })).not.toBe(payloadCommit(salt, { a: 1 }));
  });

  it('binds: another payload does not fit', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        fc.pre(JSON.stringify([one, two]).isWellFormed());
        const same = Buffer.compare(canonicalBytes(one), canonicalBytes(two)) === 0;
        expect(payloadCommit(salt, one) === payloadCommit(salt, two)).toBe(same);
      }),
    );
  });

  it.each([0, 8, 15, 65])('is refused with a salt of %i bytes', (length) => {
    expect(() => payloadCommit(new Uint8Array(length), {})).toThrow(RangeError);
  });
});
