import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import { LostRace } from '../../../../lambdas/platform/dynamodb/lost-race.ts';
import { dynamo } from '../../../../lambdas/platform/dynamodb/reads.ts';
import type { Write } from '../../../../lambdas/platform/dynamodb/transaction.ts';
import { type Claim, inTenant, once, type Repeatable } from '../../../../lambdas/stores/idempotency/once.ts';
import { fakeClient, type Sent } from '../../../support/fake-client.ts';

const { sent, answerBy } = fakeClient(dynamo);
const tenant = `tnt_${'0'.repeat(32)}`;
const call: Repeatable = { caller: 'member', operation: 'notice.publish', key: 'k1', body: { a: 1 } };
const now = '2026-11-24T10:00:00.000Z';
const place = inTenant(tenant);
interface Made {
  readonly id: string;
}

let stored: Record<string, unknown> | undefined;
let makes: number;

/** What a transaction throws when the condition of a write does not hold. */
function lostBy(write: Write | undefined): Error {
  const reason = write?.else;
  return typeof reason === 'object' && 'race' in reason ? new LostRace(reason.race) : new Error('no race');
}

/** Stands for a transaction: writes the claim's row unless another is there that has not ended. */
function commit([write]: readonly Write[]): void {
  if (!write) return;
  if (!('put' in write)) throw new Error('expected a row');
  const before = stored && (stored.expiresAt as number) >= (write.if?.values[':now'] as number);
  if (before) throw lostBy(write);
  stored = write.put;
}
const make = async (claim: Claim<Made>): Promise<Made> => {
  const made = { id: `thing ${++makes}` };
  commit(claim(made));
  return made;
};
const asked = ({ input }: Sent): string[] =>
  input.RequestItems['vault-table'].Keys.map((key: { sk: { S: string } }) => key.sk.S);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ['Date'] });
  stored = undefined;
  makes = 0;
  answerBy(() => ({ Responses: { 'vault-table': stored ? [marshall(stored)] : [] } }));
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a repeated call', () => {
  it('gets the first answer, and nothing is done again', async () => {
    expect(await once(call, place, make)).toEqual({ id: 'thing 1' });
    expect(await once(call, place, make)).toEqual({ id: 'thing 1' });
    expect(makes).toBe(1);
  });

  it('is the same call when its body says the same in another order', async () => {
    const body = { a: 1, b: { c: 2, d: 3 } };
    await once({ ...call, body }, place, make);
    await once({ ...call, body: { b: { d: 3, c: 2 }, a: 1 } }, place, make);
    expect(makes).toBe(1);
  });

  it.each<[string, unknown]>([
    ['another value', { a: 2 }],
    ['another type', { a: '1' }],
    ['a member more', { a: 1, b: null }],
    ['no body', undefined],
  ])('with %s is refused', async (_, body) => {
    await once(call, place, make);
    await expect(once({ ...call, body }, place, make)).rejects.toMatchObject({
      code: 'idempotency-mismatch',
    });
    expect(makes).toBe(1);
  });

  it('counts for 24 hours, to the second', async () => {
    await once(call, place, make);
    vi.setSystemTime(Date.parse(now) + 24 * 60 * 60 * 1000);
    expect(await once(call, place, make)).toEqual({ id: 'thing 1' });
    vi.setSystemTime(Date.parse(now) + (24 * 60 * 60 + 1) * 1000);
    expect(await once(call, place, make)).toEqual({ id: 'thing 2' });
  });

  it('that ran at the same time gets what the other one answered', async () => {
    const both = [once(call, place, make), once(call, place, make)];
    expect(await Promise.all(both)).toEqual([{ id: 'thing 1' }, { id: 'thing 1' }]);
    expect(makes).toBe(2);
  });

  it('that was refused for what the other one made at the same time gets that one’s answer', async () => {
    const refused = async (): Promise<Made> => {
      if (makes === 0) await once(call, place, make);
      throw new Problem('already-exists');
    };
    expect(await once(call, place, refused)).toEqual({ id: 'thing 1' });
    stored = undefined;
    await expect(once(call, place, refused)).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('that ran at the same time with another body is refused', async () => {
    const both = [once(call, place, make), once({ ...call, body: { a: 2 } }, place, make)];
    const [first, second] = await Promise.allSettled(both);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ reason: { code: 'idempotency-mismatch' } });
  });

  it('whose winner cannot be read is unavailable, not done again', async () => {
    const lost = async (claim: Claim<Made>): Promise<Made> => {
      const [write] = claim({ id: 'x' });
      throw lostBy(write);
    };
    await expect(once(call, place, lost)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is done again when the first one failed', async () => {
    const failing = async (): Promise<Made> => {
      throw new Error('failed');
    };
    await expect(once(call, place, failing)).rejects.toThrow('failed');
    expect(await once(call, place, make)).toEqual({ id: 'thing 1' });
  });
});

describe('another call', () => {
  it.each<[string, Partial<Repeatable>]>([
    ['of another caller', { caller: 'other' }],
    ['of another operation', { operation: 'record.batch' }],
    ['with another key', { key: 'k2' }],
    ['with no key', { key: undefined }],
  ])('%s is done', async (_, over) => {
    await once(call, place, make);
    const places = new Set<string>();
    const seen = (hash: string) => {
      places.add(hash);
      stored = undefined;
      return place(hash);
    };
    expect(await once({ ...call, ...over }, seen, make)).toEqual({ id: 'thing 2' });
    expect(places.has(String(asked(sent[0] as Sent)[0]).slice('IDEM#'.length))).toBe(false);
  });

  it('without a key claims nothing and asks nothing', async () => {
    await once({ ...call, key: undefined }, place, async (claim) => {
      expect(claim({ id: 'x' })).toEqual([]);
      return { id: 'x' };
    });
    expect(sent).toHaveLength(0);
  });
});

describe('what is kept of a call', () => {
  it('is its answer and a salted hash of its body: never the body, the key or the caller', async () => {
    const secret = 'Erika Brandt';
    await once({ ...call, key: secret, caller: secret, body: { name: secret } }, place, make);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(Object.keys(stored ?? {}).sort()).toEqual(['answer', 'body', 'expiresAt', 'pk', 'salt', 'sk']);
    const first = stored?.body;
    stored = undefined;
    await once({ ...call, key: secret, caller: secret, body: { name: secret } }, place, make);
    expect(stored).not.toMatchObject({ body: first });
  });

  it('ends by itself after 24 hours', async () => {
    await once(call, place, make);
    expect(stored?.expiresAt).toBe(Date.parse(now) / 1000 + 24 * 60 * 60);
  });
});
