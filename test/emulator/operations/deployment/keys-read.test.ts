import { beforeAll, expect, test } from 'vitest';
import { verifyStatement } from '../../../../lambdas/crypto/statement.ts';
import { callsOf } from '../../../support/in-process/call.ts';
import { openAccount } from '../../../support/in-process/local-aws.ts';

beforeAll(async () => {
  await openAccount();
});

test('what the deployment signs can be checked with the keys it publishes, and with nothing else of it', async () => {
  const { handler } = await import('../../../../lambdas/functions/public.ts');
  const { sign } = await import('../../../../lambdas/stores/statements/signer.ts');
  const call = callsOf({ public: handler });
  const signed = await sign({
    kind: 'consent-receipt',
    id: 'cns_1',
    at: '2026-11-24T09:00:00.000Z',
    leaf: null,
    record: { format: 'habeas consent record 1' },
  });
  const { status, headers, body } = await call('keys.read');
  expect([status, headers['Content-Type']]).toEqual([200, 'application/jwk-set+json']);
  const { keys } = body as { keys: JsonWebKey[] };
  await expect(verifyStatement(signed, { keys })).resolves.toMatchObject({ claims: { id: 'cns_1' } });
  // Public members only: no `d`, no primes.
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
});
