import { createHash, randomBytes } from 'node:crypto';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { individualRef } from '../../../../lambdas/crypto/keyed-hash.ts';
import type { AuditType } from '../../../../lambdas/domain/evidence/audit.ts';
import { shards } from '../../../../lambdas/domain/identifiers.ts';
import { consentRow } from '../../../../lambdas/model/consent-rows.ts';
import { type ErasureRow, erasureRow } from '../../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../../lambdas/model/hold-rows.ts';
import { auditSecretRow, shardSecretRow } from '../../../../lambdas/model/key-rows.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { kindNameOf } from '../../../../lambdas/model/registry.ts';
import { listed } from '../../../../lambdas/model/row.ts';
import { fenceRow, tenantList, tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { kms } from '../../../../lambdas/platform/aws/kms.ts';
import type { Row } from '../../../../lambdas/platform/dynamodb/key.ts';
import { dynamo } from '../../../../lambdas/platform/dynamodb/reads.ts';
import type { Write } from '../../../../lambdas/platform/dynamodb/transaction.ts';
import { newId } from '../../../../lambdas/platform/runtime/random.ts';
import { appendAudit } from '../../../../lambdas/stores/audit/entries.ts';
import { personEntry } from '../../../../lambdas/stores/audit/person-entry.ts';
import { ledgerRowOf } from '../../../../lambdas/stores/erasure/ledger.ts';
import { prove } from '../../../../lambdas/stores/restore/proof.ts';
import { replay } from '../../../../lambdas/stores/restore/replay.ts';
import { workflowEntry } from '../../../../lambdas/stores/retention/workflow-entries.ts';
import { MemoryTables } from '../../../support/in-process/memory-tables.ts';
import { individualHoldings, tenantHoldings } from '../../../support/workflows/holdings.ts';

vi.mock('../../../../lambdas/platform/runtime/clock.ts', async (original) => ({
  ...(await original<object>()),
  pauseFor: async () => undefined,
}));
// Whether one opens is for the canary's own tests; here it is asked of Keys alone.
vi.mock('../../../../lambdas/stores/keys/open-canary.ts', async () => {
  const { read } = await import('../../../../lambdas/platform/dynamodb/reads.ts');
  const { shardSecretRow } = await import('../../../../lambdas/model/key-rows.ts');
  return {
    canaryOpens: async (tenant: string, _: string, shard: string) =>
      (await read([shardSecretRow.at(tenant, shard)]))[0] !== undefined,
  };
});

const since = '2026-11-29T06:00:00.000Z';
const later = '2026-11-29T08:00:00.000Z';
const at = '2026-11-29T12:00:00.000Z';
const tables = new MemoryTables();
/** What a call meets with; undefined for a call that goes well. */
type Fault =
  | 'killed before it is sent'
  | 'killed once it is done'
  | 'refused for the moment'
  | 'done by half';
let fault: { readonly call: number; readonly kind: Fault } | undefined;
let calls = 0;
/** What each call since the last fault asked for. */
let asked: string[] = [];

class Killed extends Error {}

async function send(command: { readonly input: unknown }): Promise<unknown> {
  calls++;
  asked.push(command.constructor.name);
  const kind = fault && (calls === fault.call ? fault.kind : undefined);
  const dead = fault?.kind.startsWith('killed') && calls > fault.call;
  if (dead || kind === 'killed before it is sent') throw new Killed();
  if (kind === 'refused for the moment')
    throw Object.assign(new Error('slow down'), { name: 'ThrottlingException', $fault: 'client' });
  if (kind === 'done by half') return half(command);
  const answer = await answered(command);
  if (kind === 'killed once it is done') throw new Killed();
  return answer;
}

async function answered(command: { readonly input: unknown }): Promise<unknown> {
  const { Message } = Object(command.input);
  if (Message) return { Mac: createHash('sha256').update(Message).digest() };
  return tables.answer(command);
}

/** Does half of a batch and leaves the rest. */
async function half(command: { readonly input: unknown }): Promise<unknown> {
  const [[table = '', wanted] = []] = Object.entries<unknown[]>(Object(command.input).RequestItems);
  const some = wanted?.slice(0, Math.floor(wanted.length / 2)) ?? [];
  await tables.answer(new BatchWriteItemCommand({ RequestItems: { [table]: some } } as never));
  return { UnprocessedItems: { [table]: wanted?.slice(some.length) } };
}

vi.spyOn(dynamo, 'send').mockImplementation(send as never);
vi.spyOn(kms, 'send').mockImplementation(send as never);

/** Names of tables and keys; each test takes them back. */
function stubTables(): void {
  for (const name of ['VAULT', 'KEYS', 'EVIDENCE', 'COPY']) vi.stubEnv(`${name}_TABLE`, name.toLowerCase());
  vi.stubEnv('LEDGER_KEY', 'ledger');
}

const putIn = (writes: readonly Write[], table: string): Row[] =>
  writes.flatMap((write) => ('put' in write && write.table === table ? [write.put] : []));
const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** A tenant with its fences and the secrets of its ranges. */
function tenantOf(id: string, epoch: number): Write[] {
  const stood = { name: 'Praxis', country: 'DE', timeZone: 'Europe/Berlin', languages: ['de'] } as const;
  const row = { ...stood, id, helpPhone: '+49', createdAt: since, version: 1, cursorSecret: randomBytes(32) };
  return [
    tenantRow.put([id], {
      ...row,
      ...{ state: 'open', epoch, openedAt: since, kmsKey: 'key', ...listed(tenantList, since, id) },
    }),
    ...tenantHoldings(id),
    ...shards.map((shard) => fenceRow.put([id, shard], { state: 'open', epoch })),
    ...[...shards, 't'].map((range) => shardSecretRow.put([id, range], { secret: randomBytes(32) })),
    auditSecretRow.put([id], { secret: hex(32) }),
  ];
}

/** Somebody with something of every kind, and what is logged of them. */
function personOf(tenant: string, id = newId('ind')) {
  const writes = individualHoldings(tenant, 1, id);
  const [audit] = putIn(writes, 'keys').filter((row) => auditSecretRow.is(row));
  const { secret: auditSecret } = auditSecretRow.from(audit ?? { pk: '', sk: '' });
  const log = (type: AuditType, object = id, version?: number) =>
    personEntry({ owner: { tenant }, auditSecret }, { type, at: later, object, version }).writes;
  return { id, writes, log, ref: individualRef(auditSecret) };
}

const erasing = (individual: string, attestation: string): ErasureRow => ({
  ...{ individual, state: 'waiting', by: 'individual', askedAt: since, dueAt: later, attestation },
  ...{ person: hex(32), attempt: 0 },
});

let then: Row[];
let replayed: Row[];
let people: Record<string, string>;

beforeAll(async () => {
  stubTables();
  const open = newId('tnt');
  const purged = newId('tnt');
  const [withdrawn, locked, erased, undone] = [
    personOf(open),
    personOf(open),
    personOf(open),
    personOf(open),
  ];
  // All in one shard, so that its secret says nothing.
  const inShard = () => personOf(purged, `ind_a${hex(16).slice(1)}`);
  const [held, heldSince, gone] = [inShard(), inShard(), inShard()];
  const [consent] = putIn(withdrawn.writes, 'vault').filter((row) => consentRow.is(row));
  const [first, second] = [newId('att'), newId('att')];
  const hold = { id: held.id, version: 1, setAt: since, until: '2027-11-29T06:00:00.000Z' };
  const vault = [
    ...tenantOf(open, 1),
    ...tenantOf(purged, 1),
    ...[withdrawn, locked, erased, undone, held, heldSince, gone].flatMap(({ writes }) => writes),
    erasureRow.put([open, undone.id], erasing(undone.id, first)),
    holdRow.put([purged, held.id], { ...hold, ...listed('DUE', hold.until, purged) }),
  ];
  const { person, by, askedAt, attestation } = erasing(erased.id, second);
  const promised = { person, by, askedAt, attestation };
  const log = [
    ...withdrawn.log('consent.withdrawn', String(consent?.id), 2),
    ...locked.log('restriction.set', locked.id, 2),
    ...undone.log('erasure.undone', first),
    ...heldSince.log('hold.set', heldSince.id, 1),
    ...appendAudit({ type: 'contract.ended', at: later, tenant: purged, actorRef: 'system' }).writes,
    ...workflowEntry({ id: purged, epoch: 2 }, 'purge.shredded', later).writes,
    await ledgerRowOf({ tenant: open, individual: erased.id }, 1, later, promised),
    await ledgerRowOf({ tenant: purged }, 2, later),
  ];
  then = putIn(vault, 'vault');
  const shredded = (row: Row) => [erased.id, gone.id].some((id) => row.sk.includes(id.slice(4)));
  tables.fill(
    'keys',
    putIn(vault, 'keys').filter((row) => !shredded(row)),
  );
  tables.fill('evidence', putIn(log, 'evidence'));
  people = Object.fromEntries(
    Object.entries({ withdrawn, locked, erased, undone, held, heldSince, gone }).map(([name, { id }]) => [
      name,
      id,
    ]),
  );
  tables.fill('copy', then);
  await run();
  replayed = tables.rows('copy');
});
beforeEach(() => {
  stubTables();
  fault = undefined;
});

const run = (timeIsUp = () => false) => replay(since, { at, timeIsUp });

async function toTheEnd(): Promise<void> {
  for (let i = 0; i < 100; i++) if ((await run()).replayedAt !== undefined) return;
  throw new Error('the replay does not end');
}

/**
 * What a replay decides, as text; of a tenant's own rows versions and epochs grow, and a repetition lets them grow once
 * more.
 */
const decided = (rows: readonly Row[]) =>
  rows
    .filter(({ sk }) => sk !== 'REPLAY')
    .map(({ sealed, ...row }) => {
      const { epoch, version, ...rest } = row;
      const grows = ['tenant', 'lease', 'fence'].includes(kindNameOf('vault', row) ?? '');
      return JSON.stringify(grows ? rest : row);
    })
    .join('\n');

/**
 * The calls at which a fault makes a difference: whoever is killed at a read has done what was written before it, and
 * only a batch of removals leaves half of them undone.
 */
const meets: Readonly<Record<Fault, RegExp>> = {
  'killed before it is sent': /Write/,
  'killed once it is done': /Write/,
  'refused for the moment': /./,
  'done by half': /^BatchWrite/,
};

/** Runs something once for each call that it makes, with a fault at that call, and checks how it ends when it goes on. */
async function atEachCall(
  kind: Fault,
  begin: () => Promise<unknown>,
  end: () => Promise<void>,
): Promise<void> {
  asked = [];
  await begin();
  const all = asked.flatMap((name, i) => (meets[kind].test(name) ? [i + 1] : []));
  expect(all.length).toBeGreaterThan(0);
  for (const call of all) {
    fault = { call, kind };
    calls = 0;
    await begin().catch(() => undefined);
    fault = undefined;
    await end();
  }
}

const faults = [
  'killed before it is sent',
  'killed once it is done',
  'refused for the moment',
  'done by half',
] as const;

describe('a replay', () => {
  it('that goes well keeps who is held, and has an erasure go on', () => {
    const has = (name: string) => replayed.filter(({ sk }) => sk.includes((people[name] ?? '').slice(4)));
    expect(has('gone')).toEqual([]);
    expect(has('erased').map(({ sk, state }) => [sk.slice(0, 8), state])).toEqual([
      ['ERASURE#', 'committed'],
    ]);
    expect(has('undone').map(({ sk }) => sk.slice(0, 8))).not.toContain('ERASURE#');
    for (const name of ['held', 'heldSince'])
      expect(has(name).map(({ sk }) => sk.slice(0, 5))).toEqual(expect.arrayContaining(['HOLD#', 'ADDR#']));
  });

  it.each(faults)('of which any call is %s comes to the same end when it is run again', async (kind) => {
    const begin = () => {
      tables.fill('copy', then);
      return run();
    };
    await atEachCall(kind, begin, async () => {
      await toTheEnd();
      expect(decided(tables.rows('copy'))).toBe(decided(replayed));
    });
  });

  it('whose time is up at any moment comes to the same end', async () => {
    for (let moment = 1, ended = false; !ended; moment++) {
      tables.fill('copy', then);
      let looks = 0;
      ended = (await run(() => ++looks >= moment)).replayedAt !== undefined;
      await toTheEnd();
      expect(decided(tables.rows('copy'))).toBe(decided(replayed));
      expect(moment).toBeLessThan(2000);
    }
  });
});

describe('a proof', () => {
  const window = { since, until: at };
  const proofOf = (timeIsUp = () => false) => prove(window, timeIsUp);
  /** Rows of somebody, so many that they fill pages. */
  const filled = (rows: readonly Row[]): Row[] => {
    const own = rows.find((row) => individualRow.is(row) && row.id === people.withdrawn);
    const more = Array.from({ length: 900 }, (_, i) => ({
      pk: own?.pk ?? '',
      sk: `${own?.sk}#R#${'0'.repeat(16)}#${String(i).padStart(32, '0')}`,
    }));
    return [...rows, ...more];
  };
  const proven = { faults: {}, open: 16, living: 16 };

  it('that goes on after each page finds the same as one in one go, and begins anew once it is done', async () => {
    for (const copy of [filled(then), filled(replayed)]) {
      tables.fill('copy', copy);
      const whole = await proofOf();
      let pages = 1;
      let found = await proofOf(() => true);
      for (; !found && pages < 10; pages++) found = await proofOf(() => true);
      expect([pages, found]).toEqual([3, whole]);
      expect(tables.rows('copy')).toHaveLength(copy.length);
    }
    expect(await proofOf()).toEqual(proven);
  });

  it.each(faults)('of which any call is %s says neither more nor less when it is run again', async (kind) => {
    const begin = async () => {
      tables.fill('copy', filled(replayed));
      expect(await proofOf()).toEqual(proven);
    };
    await atEachCall(kind, begin, async () => expect(await proofOf()).toEqual(proven));
  });
});
