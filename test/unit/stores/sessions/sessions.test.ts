import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretHash } from '../../../../lambdas/crypto/one-time.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { sessionRow } from '../../../../lambdas/model/session-rows.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { dynamo } from '../../../../lambdas/platform/dynamodb/reads.ts';
import { newSecret } from '../../../../lambdas/platform/runtime/random.ts';
import { sessionToken, tokenText } from '../../../../lambdas/stores/sessions/session-token.ts';
import { csrfOf, session } from '../../../../lambdas/stores/sessions/sessions.ts';
import { fakeClient } from '../../../support/fake-client.ts';

const { sent, answer } = fakeClient(dynamo);
const tenant = `tnt_${'0'.repeat(32)}`;
const individual = `ind_${'4fa1'.repeat(8)}`;
const secret = newSecret();
const token = tokenText({ tenant, individual, secret });
const endsAt = '2026-11-24T10:00:00.000Z';
const rows = {
  session: {
    ...sessionRow.key(tenant, individual, secretHash(secret)),
    level: 'link',
    addressVersion: 1,
    endsAt,
    extensions: 0,
    language: 'de',
    link: 'ab'.repeat(32),
  },
  individual: { ...individualRow.key(tenant, individual), state: 'active', addressVersion: 1 },
  tenant: { ...tenantRow.key(tenant), id: tenant, state: 'open' },
};
const at = (instant: string) => vi.setSystemTime(Date.parse(instant));
const holding = (...names: readonly (keyof typeof rows)[]) =>
  answer({ Responses: { 'vault-table': names.map((name) => marshall(rows[name])) } });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  at('2026-11-24T09:59:59.999Z');
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a session token', () => {
  it('is short, and is taken apart into tenant, individual and secret', () => {
    expect(token).toHaveLength(64);
    expect(sessionToken(token)).toEqual({ tenant, individual, secret });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a part less', token.slice(0, 42)],
    ['a part more', `${token}.x`],
    ['something before it', ` ${token}`],
    ['something after it', `${token}\n`],
    ['a secret that was cut', token.slice(0, -1)],
    ['a longer secret', `${token}A`],
    ['another alphabet', `${token.slice(0, -1)}+`],
    ['its parts by name', `${tenant}.${individual}.${secret}`],
  ])('is none with %s', async (_, text) => {
    expect(sessionToken(text)).toBeUndefined();
    await expect(session(text)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(sent).toHaveLength(0);
  });

  it('has a CSRF token that follows from its secret and does not give it away', () => {
    expect(csrfOf(secret)).toBe(csrfOf(secret));
    expect(csrfOf(newSecret())).not.toBe(csrfOf(secret));
    expect(csrfOf(secret)).not.toContain(secret);
    expect(csrfOf(secret)).not.toBe(Buffer.from(secretHash(secret), 'hex').toString('base64url'));
  });
});

describe('a session', () => {
  it('is read by the hash of its secret; the secret itself goes nowhere', async () => {
    holding('session', 'individual', 'tenant');
    expect(await session(token)).toMatchObject({
      kind: 'session',
      level: 'link',
      individual,
      session: secretHash(secret),
    });
    expect(JSON.stringify(sent)).not.toContain(secret);
  });

  it('ends in the millisecond it says', async () => {
    at(endsAt);
    holding('session', 'individual', 'tenant');
    await expect(session(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it.each<[string, readonly (keyof typeof rows)[]]>([
    ['there is none', ['individual', 'tenant']],
    ['its individual is gone', ['session', 'tenant']],
    ['its tenant is gone', ['session', 'individual']],
  ])('is no session when %s', async (_, left) => {
    holding(...left);
    await expect(session(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
