import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../lambdas/domain/secret.ts';

const value = 'Erika Brandt';
const secret = new Secret({ name: value });

describe('a decrypted value', () => {
  it.each<[string, () => string]>([
    ['as text', () => `${secret}`],
    ['turned into text', () => String(secret)],
    ['as JSON', () => JSON.stringify({ secret })],
    ['inspected, as console.log does', () => inspect({ secret }, { depth: 9, showHidden: true })],
    ['inspected past its own inspection', () => inspect({ secret }, { depth: 9, customInspect: false })],
    ['by its members', () => JSON.stringify([Object.keys(secret), Object.entries(secret)])],
    ['spread', () => JSON.stringify({ ...secret })],
    ['in the message of an error', () => String(new Error(`cannot read ${secret}`))],
  ])('does not come out %s', (_, out) => {
    expect(out()).not.toContain(value);
  });

  it('says that it is redacted', () => {
    expect([`${secret}`, JSON.stringify(secret), inspect(secret)]).toEqual([
      '[redacted]',
      '"[redacted]"',
      '[redacted]',
    ]);
  });

  it('comes out where it is released', () => {
    expect(secret.release()).toEqual({ name: value });
  });
});
