import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatedRead } from '../../support/system/gated-read.ts';

interface Released {
  readonly id: string;
  readonly audit: { readonly entry: string };
  readonly records: readonly { readonly fields: Record<string, unknown> }[];
}

let gate: Awaited<ReturnType<typeof gatedRead>>;
const read = () => gate.read();

beforeAll(async () => {
  gate = await gatedRead();
}, 120_000);
beforeEach(() => {
  gate.recorded.meddle = undefined;
  gate.recorded.clear();
});

describe('a consent-gated read', () => {
  it('makes three sequential trips when cold, and two without any call to KMS when warm', async () => {
    expect((await read()).status).toBe(200);
    expect(gate.recorded.trips).toBe(3);
    expect(gate.recorded.counts).toEqual({
      BatchGetItemCommand: 1,
      QueryCommand: 2,
      DecryptCommand: 2,
      TransactWriteItemsCommand: 1,
    });
    gate.recorded.clear();
    expect((await read()).status).toBe(200);
    expect(gate.recorded.trips).toBe(2);
    expect(gate.recorded.counts).toEqual({
      BatchGetItemCommand: 1,
      QueryCommand: 2,
      TransactWriteItemsCommand: 1,
    });
  });

  it('releases nothing when its entry cannot be written', async () => {
    gate.recorded.meddle = (command) => {
      if (command === 'TransactWriteItemsCommand') throw conflict();
    };
    const { status, body } = await read();
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('loinc');
  });

  it('answers twenty callers at once though transactions conflict, each with its own audit entry', async () => {
    let turn = 0;
    gate.recorded.meddle = (command) => {
      if (command === 'TransactWriteItemsCommand' && turn++ % 2 === 0) throw conflict();
    };
    const answers = await Promise.all(Array.from({ length: 20 }, read));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const entries = answers.map(({ body }) => (body as Released).audit.entry);
    expect(new Set(entries).size).toBe(20);
    const { items } = await gate.scenario.stage.does('auditor', 'audit.list', {
      path: gate.scenario.path,
      query: { limit: 100, type: 'disclosure.released' },
    });
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(entries));
  });

  it('is refused after a withdrawal, even with warm keys', async () => {
    expect((await read()).status).toBe(200);
    await gate.granted.session.does('my-consent.withdraw', {
      path: { consent: gate.granted.consent },
      body: {},
    });
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
