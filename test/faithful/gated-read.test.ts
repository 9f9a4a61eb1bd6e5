import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callHandler, eventOf, useSystem } from '../system/in-process.ts';
import { RecordedCalls } from '../system/recorded-calls.ts';
import { localSystem, Scenario } from '../system/scenario.ts';

const system = localSystem();
useSystem(system);
const { handler } = await import('../../lambdas/disclosures/handler.ts');
const { dynamo } = await import('../../lambdas/adapters/dynamo.ts');
const { kms } = await import('../../lambdas/adapters/keyring.ts');
const { principalHash } = await import('../../lambdas/crypto/keyed-hash.ts');
const recorded = new RecordedCalls(dynamo, kms);

interface Released {
  readonly id: string;
  readonly audit: { readonly entry: string };
  readonly records: readonly { readonly fields: Record<string, unknown> }[];
}

let scenario: Scenario;
let granted: Awaited<ReturnType<Scenario['granted']>>;
const read = () =>
  callHandler(
    handler,
    eventOf('disclosure.create', {
      principal: principalHash(system.issuer, system.principals.requester.subject),
      path: scenario.path,
      body: scenario.wanted,
    }),
  );

beforeAll(async () => {
  scenario = await Scenario.open();
  granted = await scenario.granted(['note']);
}, 120_000);
beforeEach(() => {
  recorded.meddle = undefined;
  recorded.clear();
});

describe('a consent-gated read', () => {
  it('makes three sequential trips when cold, and two without any call to KMS when warm', async () => {
    expect((await read()).status).toBe(200);
    expect(recorded.trips).toBe(3);
    expect(recorded.counts).toEqual({
      BatchGetItemCommand: 1,
      QueryCommand: 2,
      DecryptCommand: 2,
      TransactWriteItemsCommand: 1,
    });
    recorded.clear();
    expect((await read()).status).toBe(200);
    expect(recorded.trips).toBe(2);
    expect(recorded.counts).toEqual({
      BatchGetItemCommand: 1,
      QueryCommand: 2,
      TransactWriteItemsCommand: 1,
    });
  });

  it('releases nothing when its entry cannot be written', async () => {
    recorded.meddle = (command) => {
      if (command === 'TransactWriteItemsCommand') throw conflict();
    };
    const { status, body } = await read();
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('loinc');
  });

  it('answers twenty callers at once though transactions conflict, each with its own audit entry', async () => {
    let turn = 0;
    recorded.meddle = (command) => {
      if (command === 'TransactWriteItemsCommand' && turn++ % 2 === 0) throw conflict();
    };
    const answers = await Promise.all(Array.from({ length: 20 }, read));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const entries = answers.map(({ body }) => (body as Released).audit.entry);
    expect(new Set(entries).size).toBe(20);
    const { items } = await scenario.stage.does('auditor', 'audit.list', {
      path: scenario.path,
      query: { limit: 100, type: 'disclosure.released' },
    });
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(entries));
  });

  it('is refused after a withdrawal, even with warm keys', async () => {
    expect((await read()).status).toBe(200);
    await granted.session.does('my-consent.withdraw', { path: { consent: granted.consent }, body: {} });
    const { status, body } = await read();
    expect(status).toBe(403);
    expect(JSON.stringify(body)).not.toContain('loinc');
  });
});

function conflict() {
  return new TransactionCanceledException({
    message: 'conflict',
    $metadata: {},
    CancellationReasons: [{ Code: 'TransactionConflict' }],
  });
}
