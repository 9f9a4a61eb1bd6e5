import { describe, expect, test } from 'vitest';
import { sources } from './sources.ts';

/** What code of the functions may say only in some files, and why there. */
const confined: readonly [string, RegExp, RegExp][] = [
  ['the environment', /\bprocess\b/, /^lambdas\/platform\/runtime\/environment\.ts$/],
  [
    'the present instant',
    /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(|\bTemporal\.Now\b/,
    /^lambdas\/platform\/runtime\/clock\.ts$/,
  ],
  [
    'chance',
    /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\brandomInt\b|\brandomFill|\bgetRandomValues\b/,
    // Salt and nonce of an envelope: who could choose them could make two envelopes share a key stream.
    /^lambdas\/(?:platform\/runtime\/random\.ts|crypto\/envelope\.ts)$/,
  ],
  // Lines go through the allow-list of fields.
  ['the console', /\bconsole\b/, /^$/],
  // Callers never choose an address; keys of the issuer are fetched by jose, from configuration.
  ['a request to somewhere', /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/, /^lambdas\/api\/client\.ts$/],
  [
    'a condition as DynamoDB reads it',
    /\bexpression:|\battribute_(?:not_)?exists\b/,
    /^lambdas\/(?:platform\/dynamodb|stores)\//,
  ],
  // The verification lists by hand what it looks for: it shares nothing with the code that deletes.
  [
    'the name of a table',
    /\btable:\s*["'](?:vault|keys|evidence)["']/,
    /^lambdas\/(?:model\/|stores\/erasure\/(?:individual-)?residue\.ts$)/,
  ],
  ['code made of text', /\beval\(|\bnew Function\b/, /^$/],
];

const functions = await Promise.all(
  sources
    .filter(({ path }) => path.startsWith('lambdas/'))
    .map(async (source) => ({ path: source.path, code: await source.code() })),
);

describe('code of the functions touches', () => {
  test.each(confined)('%s only where it may', (_, pattern, place) => {
    const found = functions.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
    expect(found.filter((path) => !place.test(path))).toEqual([]);
  });

  test.each([
    ['the environment', 'process.env.X'],
    ['the present instant', 'const at = new Date();'],
    ['the present instant', 'Date.now()'],
    ['chance', 'crypto.randomUUID()'],
    ['a request to somewhere', 'await fetch(url)'],
  ])('%s wherever it says %s', (what, code) => {
    expect(confined.find(([name]) => name === what)?.[1].test(code)).toBe(true);
  });

  test('a given instant wherever it likes', () => {
    for (const code of ['new Date(at)', 'Date.parse(at)', 'Date.UTC(2026)', 'const Dated = 1'])
      expect(confined.some(([, pattern]) => pattern.test(code))).toBe(false);
  });
});
