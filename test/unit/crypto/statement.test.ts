import { constants, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64url } from '../../../lambdas/crypto/base64url.ts';
import { contentHash } from '../../../lambdas/crypto/canonical.ts';
import { rsaThumbprint } from '../../../lambdas/crypto/jwks.ts';
import {
  canonicalValue,
  digestOf,
  StatementInvalid,
  signingInput,
  verifyStatement,
  withSignature,
} from '../../../lambdas/crypto/statement.ts';
import {
  recordFormats,
  type SignedStatement,
  statementKinds,
} from '../../../lambdas/domain/evidence/statement.ts';
import { sha256, toHex, utf8 } from '../../support/reference.ts';
import {
  claims,
  headed,
  header,
  jwks,
  keyPair,
  leaf,
  own,
  record,
  said,
  signed,
  statement,
} from '../../support/signed-statements.ts';
import beginsWithZero from './begins-with-zero.json' with { type: 'json' };

describe('a statement is invalid', () => {
  it.each<[string, () => SignedStatement]>([
    ['another record', () => statement({ record: { ...record, note: 'x' } })],
    ['a member more in the record', () => statement({ record: { ...record, more: 1 } })],
    ['an empty record', () => statement({ record: {} })],
    ['a record that is no JSON', () => statement({ record: { n: Number.NaN } })],
    ['another leaf', () => statement({ leaf: 'cd'.repeat(32) })],
    ['no leaf where one was signed', () => statement({ leaf: null })],
    ['a leaf where none was signed', () => ({ ...said({ leaf: null }), leaf })],
  ])('beside %s', async (_, made) => {
    await expect(verifyStatement(made(), jwks)).rejects.toThrow(StatementInvalid);
  });

  it.each<[string, object]>([
    ['no algorithm', { alg: 'none' }],
    ['another algorithm of the same key', { alg: 'PS384' }],
    ['an algorithm with the public key as its secret', { alg: 'HS256' }],
    ['the older padding', { alg: 'RS256' }],
    ['another kind than its claims', { typ: 'habeas-disclosure-receipt+jws' }],
    ['no kind of ours', { typ: 'JWT' }],
    ['a member more', { x: 1 }],
    ['a critical extension', { crit: ['b64'], b64: false }],
    ['a key of its own', { jwk: own.jwk }],
    ['an unknown key', { kid: 'x' }],
  ])('whose header names %s', async (_, over) => {
    await expect(verifyStatement(headed(over), jwks)).rejects.toThrow(StatementInvalid);
  });

  it.each<[string, object]>([
    ['another version', { v: 2 }],
    ['an unknown kind', { kind: 'other' }],
    ['a member more', { x: 1 }],
    ['a hash in capitals', { sha256: claims.sha256.toUpperCase() }],
    ['a hash that was cut', { sha256: claims.sha256.slice(1) }],
    ['the hash of something else', { sha256: contentHash({}) }],
    ['a number as its id', { id: 7 }],
  ])('whose claims have %s', async (_, over) => {
    await expect(verifyStatement(said(over), jwks)).rejects.toThrow(StatementInvalid);
  });

  it('whose header or claims are not RFC 8785, though rightly signed', async () => {
    const [head = '', body = ''] = signingInput(claims, own.jwk.kid).split('.');
    const spaced = base64url(JSON.stringify(claims, undefined, 1));
    const unordered = base64url(JSON.stringify(claims));
    const twice = base64url(JSON.stringify(header).replace('{', '{"alg":"PS256",'));
    const others = [`${head}.${spaced}`, `${head}.${unordered}`, `${twice}.${body}`, `.${body}`, `${head}.`];
    for (const other of others)
      await expect(verifyStatement(statement({ statement: signed(other) }), jwks)).rejects.toThrow(
        StatementInvalid,
      );
  });

  it('whose parts are not canonical base64url', async () => {
    const [head = '', body = '', mac = ''] = statement().statement.split('.');
    const strayed = (text: string) => {
      const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      return text.slice(0, -1) + digits[digits.indexOf(text.at(-1) ?? '') ^ 1];
    };
    const others = [
      [`${head}=`, body, mac],
      [head, `${body}==`, mac],
      [head, body, `${mac}=`],
      [head, body, strayed(mac)],
      [head, body, `${mac}\n`],
      [head, body, ''],
      [head, body],
      [head, body, mac, mac],
      [head, body, mac, ''],
      ['', '', ''],
      [''],
    ];
    for (const other of others)
      await expect(verifyStatement(statement({ statement: other.join('.') }), jwks)).rejects.toThrow(
        StatementInvalid,
      );
  });

  it('signed by another key, another hash, another salt length or another padding', async () => {
    const text = signingInput(claims, own.jwk.kid);
    const mac = statement().statement.split('.')[2] ?? '';
    const others = [
      signed(text, keyPair(2048)),
      signed(text, own, 20),
      signed(text, own, 0),
      signed(text, own, 32, constants.RSA_PKCS1_PADDING),
      `${signingInput({ ...claims, at: '2026-11-24T10:00:00.001Z' }, own.jwk.kid)}.${mac}`,
      withSignature(text, new Uint8Array(512)),
      withSignature(text, Buffer.from(mac, 'base64url').subarray(1)),
      withSignature(
        text,
        sign('sha512', Buffer.from(text), { key: own.privateKey, padding: 6, saltLength: 32 }),
      ),
    ];
    for (const other of others)
      await expect(verifyStatement(statement({ statement: other }), jwks)).rejects.toThrow(StatementInvalid);
  });

  it('whose signature is written without the zero that it begins with, as OpenSSL would take it', async () => {
    const { keys, ...made } = beginsWithZero;
    const text = made.statement.slice(0, made.statement.lastIndexOf('.'));
    const mac = Buffer.from(made.statement.slice(text.length + 1), 'base64url');
    expect(mac[0]).toBe(0);
    const of = (bytes: Uint8Array) => ({ ...made, statement: withSignature(text, bytes) });
    await expect(verifyStatement(of(mac), { keys })).resolves.toEqual({ claims });
    for (const other of [mac.subarray(1), Buffer.concat([Buffer.alloc(1), mac])])
      await expect(verifyStatement(of(other), { keys })).rejects.toThrow('does not match');
  });

  it.each<[string, JsonWebKey[]]>([
    ['no keys', []],
    ['the key under another name', [{ ...own.jwk, kid: 'x' } as JsonWebKey]],
    ['the key twice', [own.jwk, own.jwk]],
    ['another modulus under its name', [{ ...own.jwk, n: base64url(new Uint8Array(512).fill(255)) }]],
    ['a key for something else', [{ ...own.jwk, use: 'enc' }]],
    ['a key for another algorithm', [{ ...own.jwk, alg: 'RS256' }]],
    ['a key without its name', [(({ kid: _, ...rest }) => rest)(own.jwk)]],
    ['a symmetric key under its name', [{ kty: 'oct', k: 'AAAA', kid: own.jwk.kid } as JsonWebKey]],
    ['nothing under its name', [{ kid: own.jwk.kid } as JsonWebKey]],
  ])('against %s', async (_, keys) => {
    await expect(verifyStatement(statement(), { keys })).rejects.toThrow(StatementInvalid);
  });

  it('under a key that goes by any name but its own thumbprint', async () => {
    const renamed = { ...own.jwk, kid: 'x' } as JsonWebKey;
    await expect(verifyStatement(headed({ kid: 'x' }), { keys: [renamed] })).rejects.toThrow('name');
  });

  it('under a key with a small exponent, even under its own thumbprint', async () => {
    const small = { ...own.jwk, e: 'Aw', kid: rsaThumbprint(own.jwk.n, 'Aw') };
    await expect(verifyStatement(headed({ kid: small.kid }), { keys: [small] })).rejects.toThrow(
      'not one for',
    );
  });

  it('under a key of less than 4096 bits, even when it is among the given ones', async () => {
    const weak = keyPair(2048);
    const made = statement({ statement: signed(signingInput(claims, weak.jwk.kid), weak) });
    await expect(verifyStatement(made, { keys: [own.jwk, weak.jwk] })).rejects.toThrow(StatementInvalid);
  });
});

describe('a statement', () => {
  it('of every kind is valid with the public key alone, former keys beside it', async () => {
    const former = keyPair(2048).jwk;
    for (const kind of statementKinds) {
      const record = { format: recordFormats[kind] };
      const made = { ...claims, kind, sha256: contentHash(record) };
      const whole = statement({ statement: signed(signingInput(made, own.jwk.kid)), record });
      await expect(verifyStatement(whole, { keys: [former, own.jwk] })).resolves.toEqual({ claims: made });
    }
  });

  it('without an audit entry is valid without a leaf', async () => {
    await expect(verifyStatement({ ...said({ leaf: null }), leaf: null }, jwks)).resolves.toBeDefined();
  });

  it('may come with its record in any order', async () => {
    const turned = Object.fromEntries(Object.entries(record).reverse());
    await expect(verifyStatement(statement({ record: turned }), jwks)).resolves.toBeDefined();
  });

  it('fits what one KMS signature takes: its digest is that of the whole signing input', () => {
    const text = signingInput(claims, own.jwk.kid);
    expect(toHex(digestOf(text))).toBe(toHex(sha256(utf8(text))));
    expect(statement().statement.length).toBeLessThan(4096);
    expect(canonicalValue(Buffer.from(text.split('.')[0] ?? '', 'base64url'))).toEqual(header);
  });
});
