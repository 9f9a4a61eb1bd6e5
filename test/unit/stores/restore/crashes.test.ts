import { createHash, randomBytes } from 'node:crypto';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { individualRef } from '../../../../lambdas/crypto/keyed-hash.ts';
import type { AuditType } from '../../../../lambdas/domain/evidence/audit.ts';
import { shards } from '../../../../lambdas/domain/identifiers.ts';
import { consentRow } from '../../../../lambdas/model/consent-rows.ts';
import { type ErasureRow, erasureRow } from '../../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../../lambdas/model/hold-rows.ts';
import { keptKeyRow, keptRow, keptSetId, keptSetRow } from '../../../../lambdas/model/kept-rows.ts';
import { auditSecretRow, shardSecretRow } from '../../../../lambdas/model/key-rows.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { kindNameOf } from '../../../../lambdas/model/registry.ts';
import { listed } from '../../../../lambdas/model/row.ts';
import { deploymentIdempotencyRow } from '../../../../lambdas/model/session-rows.ts';
import { fenceRow, type TenantRow, tenantList, tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
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
import { memoryTables } from '../../../support/rehearsal/tables.ts';
import { individualHoldings, tenantHoldings } from '../../../support/workflows/holdings.ts';

vi.mock('../../../../lambdas/domain/identifiers.ts', async (original) => {
  const { twoShards } = await import('../../../support/rehearsal/two-shards.ts');
  return twoShards(await original());
});
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
let tables: ReturnType<typeof memoryTables>;
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
  return tables.answer(command.constructor.name.replace('Command', ''), Object(command.input));
}

/** Does half of a batch and leaves the rest. */
async function half(command: { readonly input: unknown }): Promise<unknown> {
  const [[table = '', wanted] = []] = Object.entries<unknown[]>(Object(command.input).RequestItems);
  const some = wanted?.slice(0, Math.floor(wanted.length / 2)) ?? [];
  tables.answer('BatchWriteItem', { RequestItems: { [table]: some } });
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

function rowOf(id: string, epoch: number): TenantRow {
  return {
    ...{ id, name: 'Praxis', country: 'DE', timeZone: 'Europe/Berlin', languages: ['de'], helpPhone: '+49' },
    ...{ createdAt: since, version: 1, cursorSecret: randomBytes(32), state: 'open', epoch, openedAt: since },
    ...{ kmsKey: 'key', ...listed(tenantList, since, id) },
  };
}

/** A tenant with its fences and the secrets of its ranges. */
function tenantOf(id: string, epoch: number): Write[] {
  return [
    tenantRow.put([id], rowOf(id, epoch)),
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

/** Rows of Keys and Evidence. */
let others: Readonly<Record<string, readonly Row[]>>;

/** Makes these the rows of the copy, to which `restore` comes back. */
function fill(copy: readonly Row[]): void {
  tables = memoryTables();
  for (const [table, rows] of Object.entries({ ...others, copy })) {
    const puts = rows.map((row) => ({
      PutRequest: { Item: marshall(row, { removeUndefinedValues: true }) },
    }));
    tables.answer('BatchWriteItem', { RequestItems: { [table]: puts } });
  }
  tables.mark();
}

/** The rows of the copy, by key. */
const copied = (): Row[] =>
  tables
    .rows('copy')
    .map((item) => unmarshall(item) as Row)
    .sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));

let then: Row[];
let replayed: Row[];
let people: Record<string, string>;
let tenants: Record<string, string>;
let keptSets: Record<string, string>;

beforeAll(async () => {
  stubTables();
  // In this order.
  const open = `tnt_1${hex(16).slice(1)}`;
  const emptied = `tnt_e${hex(16).slice(1)}`;
  const purged = `tnt_f${hex(16).slice(1)}`;
  tenants = { open, emptied, purged };
  const inOpen = () => personOf(open);
  const [withdrawn, locked, erased, undone, asking] = [inOpen(), inOpen(), inOpen(), inOpen(), inOpen()];
  const ofOpen = tenantOf(open, 1);
  // All in one shard, so that its secret says nothing.
  const inShard = () => personOf(purged, `ind_a${hex(16).slice(1)}`);
  const [held, heldSince, gone] = [inShard(), inShard(), inShard()];
  const [consent] = putIn(withdrawn.writes, 'vault').filter((row) => consentRow.is(row));
  const [first, second, third, fourth] = [newId('att'), newId('att'), newId('att'), newId('att')];
  const { secret: under } = auditSecretRow.from(
    putIn(ofOpen, 'keys').find((row) => auditSecretRow.is(row)) ?? { pk: '', sk: '' },
  );
  // One whose key is gone, and one whose erasure was committed since.
  const [setGone, setStays] = [keptSetId(fourth, hex(16)), keptSetId(second, hex(16))];
  keptSets = { gone: setGone, stays: setStays };
  const keptSet = {
    kind: 'law',
    ground: 'a law',
    until: '2030-01-01T00:00:00.000Z',
    counts: {},
    at: since,
  } as const;
  const hold = { id: held.id, version: 1, setAt: since, until: '2027-11-29T06:00:00.000Z' };
  const vault = [
    ...ofOpen,
    tenantRow.put([emptied], { ...rowOf(emptied, 1), heldUntil: '2028-01-01T00:00:00.000Z' }),
    deploymentIdempotencyRow.put([hex(32)], { salt: '', body: '', answer: {}, expiresAt: 4e9 }),
    keptSetRow.put([open, setGone], { ...keptSet, id: setGone, attestation: fourth }),
    keptRow.put([open, setGone, hex(16)], { id: 'line', version: 1, sealed: randomBytes(8) }),
    keptSetRow.put([open, setStays], { ...keptSet, id: setStays, attestation: second }),
    keptKeyRow.put([open, setStays], { wrapped: randomBytes(8) }),
    // Asked for once more after it was undone.
    erasureRow.put([open, asking.id], erasing(asking.id, third)),
    holdRow.put([purged, gone.id], {
      id: gone.id,
      version: 1,
      setAt: since,
      until: at,
      ...listed('DUE', at, purged),
    }),
    ...tenantOf(purged, 1),
    ...[withdrawn, locked, erased, undone, asking, held, heldSince, gone].flatMap(({ writes }) => writes),
    erasureRow.put([open, undone.id], erasing(undone.id, first)),
    holdRow.put([purged, held.id], { ...hold, ...listed('DUE', hold.until, purged) }),
  ];
  const { person, by, askedAt, attestation } = erasing(erased.id, second);
  const promised = { person, by, askedAt, attestation };
  const log = [
    ...withdrawn.log('consent.withdrawn', String(consent?.id), 2),
    ...locked.log('restriction.set', locked.id, 2),
    ...undone.log('erasure.undone', first),
    ...asking.log('erasure.undone', fourth),
    ...appendAudit({
      ...{ type: 'erasure.shredded', at: later, tenant: open, actorRef: 'workflow' },
      object: { id: second, under },
    }).writes,
    ...heldSince.log('hold.set', heldSince.id, 1),
    ...appendAudit({ type: 'contract.ended', at: later, tenant: purged, actorRef: 'system' }).writes,
    ...workflowEntry({ id: purged, epoch: 2 }, 'purge.shredded', later).writes,
    await ledgerRowOf({ tenant: open, individual: erased.id }, 1, later, promised),
    await ledgerRowOf({ tenant: purged }, 2, later),
    await ledgerRowOf({ tenant: emptied }, 2, later),
  ];
  then = putIn(vault, 'vault');
  const shredded = (row: Row) => [erased.id, gone.id].some((id) => row.sk.includes(id.slice(4)));
  others = { keys: putIn(vault, 'keys').filter((row) => !shredded(row)), evidence: putIn(log, 'evidence') };
  people = Object.fromEntries(
    Object.entries({ withdrawn, locked, erased, undone, asking, held, heldSince, gone }).map(
      ([name, { id }]) => [name, id],
    ),
  );
  fill(then);
  await run();
  replayed = copied();
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
    .join('\n')
    // Ids of requests that are made anew.
    .replace(/del_[0-9a-f]{32}/g, 'del_');

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

/**
 * Runs something once for each call that it makes, with a fault at that call, and checks how it ends when it goes on.
 */
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
  const has = (name: string) => replayed.filter(({ sk }) => sk.includes((people[name] ?? '').slice(4)));
  const kinds = (rows: readonly Row[]) => rows.map((row) => kindNameOf('vault', row)).sort();
  const ofTenant = (name: string) => replayed.filter(({ pk }) => pk.startsWith(`T#${tenants[name]}#`));

  it('that goes well keeps who is held, what points to them, and the fence of their shard', () => {
    expect(has('gone')).toEqual([]);
    for (const name of ['held', 'heldSince']) {
      const { referenceHash } = individualRow.from(has(name).find((row) => individualRow.is(row)) as Row);
      expect(kinds(has(name))).toEqual(expect.arrayContaining(['address', 'consent', 'hold', 'record']));
      expect(replayed.filter(({ sk }) => sk === `REF#${referenceHash}`)).toHaveLength(1);
    }
    const left = kinds(ofTenant('purged')).filter((kind) =>
      ['fence', 'hold', 'lease'].includes(String(kind)),
    );
    expect(left).toEqual(['fence', 'hold', 'hold', 'lease']);
    expect(ofTenant('emptied').map(({ sk }) => sk)).toEqual(['LEASE', 'TENANT']);
    expect(ofTenant('emptied')[1]?.heldUntil).toBeUndefined();
  });

  it('that goes well has an erasure go on that was promised, and none that was undone', () => {
    const erasures = (name: string) => has(name).filter((row) => erasureRow.is(row));
    expect(kinds(has('erased'))).toEqual(['erasure']);
    expect(erasures('erased')).toMatchObject([
      {
        ...{ state: 'shredded', shreddedAt: later, recipients: [{ organisation: 'labor-sued' }] },
        tally: {
          deleted: { keys: { 'audit-secret': 1, 'data-key': 3 }, vault: { individual: 1, address: 1 } },
        },
      },
    ]);
    expect(erasures('undone')).toEqual([]);
    expect(erasures('asking')).toMatchObject([{ state: 'waiting' }]);
  });

  it('that goes well removes a kept set whose key is gone, and lists one whose erasure was committed', () => {
    const of = (set = '') => replayed.filter(({ sk }) => sk.startsWith(keptSetRow.key('', set).sk));
    expect(of(keptSets.gone)).toEqual([]);
    expect(of(keptSets.stays)).toMatchObject([{ listPk: 'KEPT' }]);
    expect(replayed.filter(({ sk }) => sk.startsWith('IDEM#'))).toEqual([]);
  });

  it.each(faults)('of which any call is %s comes to the same end when it is run again', async (kind) => {
    fill(then);
    const begin = () => {
      tables.restore();
      return run();
    };
    await atEachCall(kind, begin, async () => {
      await toTheEnd();
      expect(decided(copied())).toBe(decided(replayed));
    });
  });

  it('whose time is up at any moment comes to the same end', async () => {
    fill(then);
    for (let moment = 1, ended = false; !ended; moment++) {
      tables.restore();
      let looks = 0;
      ended = (await run(() => ++looks >= moment)).replayedAt !== undefined;
      await toTheEnd();
      expect(decided(copied())).toBe(decided(replayed));
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
    const more = Array.from({ length: 1000 }, (_, i) => ({
      pk: own?.pk ?? '',
      sk: `${own?.sk}#R#${'0'.repeat(16)}#${String(i).padStart(32, '0')}`,
    }));
    return [...rows, ...more];
  };
  const proven = { faults: {}, open: 2, living: 2 };

  it('that goes on after each page finds the same as one in one go, and begins anew once it is done', async () => {
    for (const copy of [filled(then), filled(replayed)]) {
      fill(copy);
      const whole = await proofOf();
      let pages = 1;
      let found = await proofOf(() => true);
      for (; !found && pages < 10; pages++) found = await proofOf(() => true);
      expect([pages, found]).toEqual([3, whole]);
      expect(copied()).toHaveLength(copy.length);
    }
    expect(await proofOf()).toEqual(proven);
  });

  it.each(faults)('of which any call is %s says neither more nor less when it is run again', async (kind) => {
    fill(filled(replayed));
    const begin = async () => {
      tables.restore();
      found.push(await proofOf());
    };
    const found: unknown[] = [];
    await atEachCall(kind, begin, async () => void found.push(await proofOf()));
    expect(found.filter((one) => JSON.stringify(one) !== JSON.stringify(proven))).toEqual([]);
  });

  it('finds whatever a replay could leave of somebody who is gone, and what nobody knows', async () => {
    const bits = (name: string) => (people[name] ?? '').slice(4);
    const of = (name: string) =>
      then.filter(({ sk, individual }) => sk.includes(bits(name)) || individual === people[name]);
    const left = async (...rows: readonly (Row | undefined)[]) => {
      fill([...replayed, ...rows.flatMap((row) => row ?? [])]);
      return (await proofOf())?.faults;
    };
    const kind = (name: string, wanted: string) =>
      of(name).find((row) => kindNameOf('vault', row) === wanted);
    expect(await left(kind('erased', 'reference'))).toEqual({ 'rows of erased individuals': 1 });
    expect(await left(kind('erased', 'record'))).toEqual({ 'rows of erased individuals': 1 });
    for (const wanted of ['record', 'reference', 'address'])
      expect(await left(kind('gone', wanted))).toEqual({ 'rows of erased tenants': 1 });
    const strange = { pk: `T#${tenants.open}#t`, sk: 'STRANGE' };
    expect(await left(strange)).toEqual({ 'rows of no kind': 1 });
    expect(await left({ ...strange, pk: `T#${tenants.emptied}#t` })).toMatchObject({
      'rows of erased tenants': 1,
    });
  });
});
