import '../../support/in-process/two-shards.ts';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { exportThumbprint } from '../../../lambdas/crypto/export-key.ts';
import { decryptPart, hashOfPart } from '../../../lambdas/crypto/export-part.ts';
import { merkleRoot } from '../../../lambdas/crypto/merkle-root.ts';
import { verifyStatement } from '../../../lambdas/crypto/statement.ts';
import type { SignedStatement } from '../../../lambdas/domain/evidence/statement.ts';
import { shardOf } from '../../../lambdas/domain/identifiers.ts';
import { individualRow } from '../../../lambdas/model/people-rows.ts';
import { exportingRow, exportRow, partsOf } from '../../../lambdas/model/statement-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import { principalOf, refusal } from '../../support/in-process/call.ts';
import { exportKeyPair } from '../../support/in-process/export-key.ts';
import { type Faults, startFaults } from '../../support/in-process/faults.ts';
import { anna, openScenario, operator, paul, type Scenario } from '../../support/scenario/in-process.ts';
import { type Played, play, type World } from '../../support/workflows/machine.ts';
import { stepsInProcess } from '../../support/workflows/step-functions.ts';

vi.mock('../../../lambdas/platform/runtime/clock.ts', async (original) => ({
  ...(await original<object>()),
  pauseFor: async () => undefined,
}));

const boris = principalOf('boris');
const { privateKey, key } = exportKeyPair();
const thumbprint = exportThumbprint(key);

let scenario: Scenario;
let faults: Faults;
let invoke: World['invoke'];
let path: { tenant: string };
const stored: object[] = [];
const people: string[] = [];

beforeAll(async () => {
  scenario = await openScenario();
  ({ path } = scenario);
  faults = startFaults(inject('emulator'));
  invoke = await stepsInProcess();
  await scenario.longAdmin(scenario.tenant, 'boris');
  for (const name of ['Anna Groß', 'Bao 阮']) {
    const individual = await scenario.enrol({
      contact: { email: `${stored.length}@example.org`, name },
    });
    people.push(individual);
    for (let day = 1; day <= 3; day++) {
      const date = `2026-10-0${day}`;
      const note = `Ü„${name}“ \u00df\n ${'x'.repeat(2000)}`;
      const fields = { test: 'HbA1c', loinc: '4548-4', value: day, unit: '%', note };
      await scenario.store(individual, { category: 'health.lab', date, fields });
      stored.push({ individual, date, fields });
    }
    await scenario.grant(await scenario.request(individual));
    await scenario.disclosures('disclosure.create', {
      body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] },
    });
  }
  const { status } = await scenario.call('termination.set', {
    as: operator,
    path,
    body: { reason: 'customer-request' },
  });
  expect(status).toBe(200);
}, 120_000);
afterAll(() => faults?.stop());

const ask = (over: object = {}, as = anna) =>
  scenario.call('export.ask', { as, path, body: { scope: 'all', key, ...over } });
const confirm = (id: string, over: object = {}, as = boris) =>
  scenario.call('export.confirm', {
    as,
    path: { ...path, export: id },
    body: { scope: 'all', thumbprint, ...over },
  });
const run = (id: string, attempt = 1, world: Partial<World> = {}): Promise<Played> =>
  play('export', { v: 1, tenant: scenario.tenant, export: id, attempt }, 'none', { invoke, ...world });
const outcomesFor = async (individual: string) => {
  const page = await scenario.page(individual);
  const { body } = await page('my-disclosure.list', { query: { language: 'de' } });
  return (body.exports as { scope: string; outcome: string }[]).map(
    ({ scope, outcome }) => `${scope} ${outcome}`,
  );
};
const rowOf = (id: string) => scenario.row(exportRow.key(scenario.tenant, id));
const fetched = (name: Parameters<Scenario['call']>[0], id: string, more: object = {}) =>
  scenario.call(name, { as: anna, path: { ...path, export: id, ...more } });

async function started(): Promise<string> {
  const { body } = await ask();
  const id = String(body.id);
  const confirmed = await confirm(id);
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  return id;
}

/** Every line of an export, opened with the private key alone. */
async function linesOf(id: string): Promise<Record<string, unknown>[]> {
  const { body } = await fetched('export.read', id);
  const lines: Record<string, unknown>[] = [];
  for (let part = 1; part <= Number(body.parts); part++) {
    const got = await fetched('export.part', id, { part: String(part) });
    expect(got.status).toBe(200);
    const jwe = String(got.body.jwe);
    expect(hashOfPart(jwe)).toBe(got.body.sha256);
    const text = await decryptPart(privateKey, { export: id, n: part }, jwe);
    lines.push(
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  }
  return lines;
}

/** Whatever an export left is gone, and nobody is told of a lease. */
async function forget(id: string): Promise<void> {
  await scenario.call('export.cancel', { as: anna, path: { ...path, export: id } });
  expect((await run(id, 99)).trail.at(-1)).toBe('The parts are removed');
  await scenario.transact([exportRow.remove([scenario.tenant, id])]);
}

const objects = async () => {
  const { keptBelow } = await import('../../../lambdas/platform/aws/s3.ts');
  return (await keptBelow(`exports/${scenario.tenant}/`)).length;
};

describe('an export', () => {
  it('takes two admins, and gives every record, consent and entry to the holder of the key', async () => {
    const asked = await ask();
    expect(asked).toMatchObject({ status: 201, body: { state: 'asked', thumbprint, parts: 0 } });
    const id = String(asked.body.id);
    expect(refusal(await confirm(id, {}, anna))).toBe('403 separation-of-duties');
    expect(refusal(await confirm(id, { thumbprint: 'A'.repeat(43) }))).toBe('409 conflict');
    expect(refusal(await confirm(id, { scope: 'evidence' }))).toBe('409 conflict');
    expect(refusal(await fetched('export.manifest', id))).toBe('409 conflict');
    expect((await confirm(id)).body).toMatchObject({ state: 'running' });
    expect(refusal(await confirm(id))).toBe('409 conflict');
    const second = String((await ask()).body.id);
    expect(refusal(await confirm(second))).toBe('409 conflict');
    const [anybody = ''] = people;
    expect(await outcomesFor(anybody)).toEqual([]);
    expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');

    const lines = await linesOf(id);
    const records = lines.filter(({ kind }) => kind === 'record');
    expect(records.map(({ individual, date, fields }) => ({ individual, date, fields }))).toEqual(
      expect.arrayContaining(stored),
    );
    expect(records).toHaveLength(stored.length);
    const names = lines.flatMap(({ kind, contact }) =>
      kind === 'individual' ? [(contact as { name: string }).name] : [],
    );
    expect(names.sort()).toEqual(['Anna Groß', 'Bao 阮']);
    const kinds = Map.groupBy(lines, ({ kind }) => kind);
    expect(kinds.get('consent')).toHaveLength(2);
    expect(kinds.get('disclosure')).toHaveLength(2);
    expect(kinds.get('unreadable')).toBeUndefined();

    const { body } = await fetched('export.manifest', id);
    const manifest = body as unknown as SignedStatement;
    const { publicKeys } = await import('../../../lambdas/stores/statements/signer.ts');
    const { claims } = await verifyStatement(manifest, { keys: (await publicKeys()) as JsonWebKey[] });
    expect(claims).toMatchObject({ kind: 'export-manifest', id });
    expect(manifest.record.counts).toEqual(
      Object.fromEntries([...kinds].map(([kind, some]) => [kind, some.length])),
    );
    const list = await fetched('export.part-list', id);
    const parts = list.body.items as { sha256: string }[];
    expect(manifest.record.parts_root).toBe(merkleRoot(parts.map(({ sha256 }) => sha256)));
    const log = await scenario.log(scenario.tenant);
    expect(log).toEqual(
      expect.arrayContaining(['export.asked', 'export.started', 'export.done', 'export.fetched']),
    );

    expect(refusal(await fetched('export.part', id, { part: String(parts.length + 1) }))).toBe(
      '404 not-found',
    );
    for (const individual of people) expect(await outcomesFor(individual)).toEqual(['all available']);
    expect(refusal(await ask({}, paul))).toBe('403 forbidden');
    await forget(id);
    await forget(second);
    expect(await objects()).toBe(0);
  }, 60_000);

  it('of evidence begins with one admin, and holds no value, name or address', async () => {
    const { body } = await ask({ scope: 'evidence' });
    expect(body).toMatchObject({ state: 'running' });
    const id = String(body.id);
    expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
    const lines = await linesOf(id);
    expect(new Set(lines.map(({ kind }) => kind))).not.toContain('record');
    expect(
      lines.map((line) => JSON.stringify(line)).filter((line) => /Anna Groß|@example/.test(line)),
    ).toEqual([]);
    expect(lines.filter(({ kind }) => kind === 'consent')).toHaveLength(2);
    await forget(id);
  }, 60_000);

  it('stands in the log of those alone who are in it, whatever becomes of it', async () => {
    const [earlier = '', later = ''] = people;
    const { body } = await ask({ scope: 'evidence' });
    const id = String(body.id);
    const createdAt = new Date(Date.now() + 60_000).toISOString();
    const row = individualRow.key(scenario.tenant, later);
    const before = await scenario.row(row);
    await scenario.change(row, { createdAt });
    await invoke({ task: 'export.write', v: 1, tenant: scenario.tenant, export: id, attempt: 1 });
    expect(await outcomesFor(earlier)).toEqual(['evidence in-preparation']);
    expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
    const held = new Set((await linesOf(id)).map(({ individual }) => individual));
    for (const individual of people)
      expect(await outcomesFor(individual)).toEqual(held.has(individual) ? ['evidence available'] : []);
    expect([held.has(earlier), held.has(later)]).toEqual([true, false]);
    await scenario.change(row, { createdAt: before?.createdAt });
    const stopped = String((await ask({ scope: 'evidence' })).body.id);
    await invoke({ task: 'export.write', v: 1, tenant: scenario.tenant, export: stopped, attempt: 1 });
    await scenario.call('export.cancel', { as: anna, path: { ...path, export: stopped } });
    expect(await outcomesFor(later)).toContain('evidence ended');
    await run(stopped, 99);
    await scenario.transact([exportRow.remove([scenario.tenant, stopped])]);
    await forget(id);
  }, 60_000);

  it.each([
    [
      'padded',
      {
        ...key,
        n: Buffer.concat([Buffer.alloc(256), Buffer.from(key.n, 'base64url').subarray(256)]).toString(
          'base64url',
        ),
      },
    ],
    ['too short', { ...key, n: Buffer.from(key.n, 'base64url').subarray(256).toString('base64url') }],
    ['of another kind', { ...key, kty: 'EC' }],
  ])('is refused for a key that is %s', async (_, bad) => {
    expect(refusal(await ask({ key: bad }))).toBe('400 invalid-request');
  });

  it('goes on where the last part ended when its time is up', async () => {
    const { exportWrite } = await import('../../../lambdas/operations/exports/export-write.ts');
    const id = await started();
    const input = { v: 1, tenant: scenario.tenant, export: id, attempt: 1 } as const;
    let outcome = 'more';
    let calls = 0;
    for (; outcome === 'more' && calls < 100; calls++) {
      // Less than the seven ranges of a walk, and more than the shards and their kept sets, most of which hold nobody.
      let asked = 0;
      const run = { at: new Date().toISOString(), timeIsUp: () => ++asked > 5 };
      ({ outcome } = await exportWrite(input, run));
    }
    expect(outcome).toBe('written');
    expect(calls).toBeGreaterThan(1);
    expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
    const lines = await linesOf(id);
    const ids = lines.map(({ kind, individual, id: own, of }) => `${kind} ${individual} ${own} ${of}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(lines.filter(({ kind }) => kind === 'record')).toHaveLength(stored.length);
    expect(Number((await rowOf(id))?.parts)).toBeGreaterThan(1);
    await forget(id);
  }, 60_000);

  it('says of a row that does not open that it cannot be read, and exports the others', async () => {
    const individual = String((stored[0] as { individual: string }).individual);
    const shard = shardOf(individual);
    const rows = await scenario.queryAll({
      table: 'vault',
      pk: `T#${scenario.tenant}#${shard}`,
      prefix: `I#${individual.slice(4)}#R#`,
    });
    const [row] = rows;
    if (!row) throw new Error('no record');
    await scenario.change(row, {
      sealed: Buffer.from('no seal at all, and long enough to be tried'.repeat(3)),
    });
    const id = await started();
    expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
    const lines = await linesOf(id);
    expect(lines.filter(({ kind }) => kind === 'unreadable')).toEqual([
      { kind: 'unreadable', individual, of: 'record', id: row.id },
    ]);
    await scenario.change(row, { sealed: row.sealed });
    await forget(id);
  }, 60_000);
});

describe('a crash', () => {
  let calls: Record<string, number>;
  const steps = ['export.write', 'export.sign', 'export.clear'];

  beforeAll(async () => {
    calls = {};
    const counted: World['invoke'] = async (payload) => {
      faults.mend();
      const outcome = await invoke(payload);
      const task = String(payload.task);
      calls[task] = Math.max(calls[task] ?? 0, faults.calls());
      return outcome;
    };
    // The second time, when keys are cached.
    for (const _ of ['cold', 'warm']) {
      const id = await started();
      await run(id, 1, { invoke: counted });
      await scenario.call('export.cancel', { as: anna, path: { ...path, export: id } });
      await run(id, 0, { invoke: counted });
    }
  }, 60_000);

  /** The call of a step that an export dies at: one in its middle, or one of its last three. */
  const callOf = (step: string, nth: number) => {
    const total = calls[step] ?? 0;
    return nth === 0 ? Math.ceil(total / 2) : total - nth + 1;
  };
  /** How many deaths of a step were seen. */
  const seen = new Map<string, number>();

  it.each([0, 1, 2, 3])(
    'of every step at one call comes to one complete export, and once it is cancelled to none: %i',
    async (nth) => {
      const id = await started();
      const died = new Set<string>();
      const world = {
        retries: nth % 2,
        invoke: async (payload: Record<string, unknown>) => {
          const step = String(payload.task);
          const call = callOf(step, nth);
          const here = !died.has(step);
          if (here) faults.dieAt(call, nth % 3 === 0 ? 'before' : 'after');
          try {
            return await invoke(payload);
          } finally {
            if (here && faults.calls() >= call) seen.set(step, (seen.get(step) ?? 0) + 1);
            died.add(step);
            faults.mend();
          }
        },
      };
      let attempt = 1;
      const carriedOn = async () => {
        let played = await run(id, ++attempt, world);
        for (let more = 0; played.status === 'FAILED' && more < 3; more++)
          played = await run(id, ++attempt, world);
        expect(played.status, `${nth}: ${played.error ?? played.trail.join(' ')}`).toBe('SUCCEEDED');
      };

      await carriedOn();
      const lines = await linesOf(id);
      expect(lines.filter(({ kind }) => kind === 'record')).toHaveLength(stored.length);
      expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(lines.length);
      expect(await scenario.row(exportingRow.key(scenario.tenant))).toBeUndefined();

      await scenario.call('export.cancel', { as: anna, path: { ...path, export: id } });
      await carriedOn();
      expect(await objects()).toBe(0);
      expect(await scenario.queryAll(partsOf(scenario.tenant, id))).toEqual([]);
      await scenario.transact([exportRow.remove([scenario.tenant, id])]);
    },
    60_000,
  );

  it.each(steps)('of %s was seen at each call that was meant', (step) => {
    expect(calls[step]).toBeGreaterThan(2);
    // A step may make a call less than it did when they were counted.
    expect(seen.get(step)).toBeGreaterThanOrEqual(3);
  });

  it('that nobody retries is found by the reconciler, which starts it again', async () => {
    const { claimDueExports } = await import('../../../lambdas/stores/exports/lease.ts');
    const id = await started();
    const at = new Date().toISOString();
    const later = new Date(Date.parse(at) + 2 * 3_600_000).toISOString();
    expect(await claimDueExports(at)).toEqual([]);
    expect(await claimDueExports(later)).toEqual([{ v: 1, tenant: scenario.tenant, export: id, attempt: 2 }]);
    expect(await claimDueExports(later)).toEqual([]);
    expect((await run(id, 1)).output).toEqual({ outcome: 'leave' });
    expect((await run(id, 2)).trail.at(-1)).toBe('The export can be fetched');
    await forget(id);
  }, 60_000);
});

describe('an export and the end of its contract', () => {
  const set = (attributes: object) => scenario.change(tenantRow.key(scenario.tenant), { ...attributes });

  it('puts off the purge while it runs, and is left when that has begun', async () => {
    const id = await started();
    const purgeAt = (await scenario.tenantRow(scenario.tenant))?.purgeAt;
    await invoke({ task: 'export.write', v: 1, tenant: scenario.tenant, export: id, attempt: 1 });
    await set({ purgeAt: new Date(Date.now() - 1000).toISOString() });
    const commit = (attempt: number) =>
      invoke({ task: 'purge.commit', v: 1, tenant: scenario.tenant, epoch: 2, attempt });
    expect(await commit(2)).toEqual({ outcome: 'leave', reason: 'exporting' });
    const at = { as: anna, path: { tenant: scenario.tenant } };
    const { blockedBy } = (await scenario.call('retention.read', at)).body;
    expect(blockedBy).toMatchObject([{ by: 'export' }]);
    const { commitErasure } = await import('../../../lambdas/stores/erasure/point-of-no-return.ts');
    const { tenantScope } = await import('../../../lambdas/stores/erasure/tenant-scope.ts');
    const { tenantOf } = await import('../../../lambdas/stores/tenants/tenants.ts');
    const row = await scenario.tenantRow(scenario.tenant);
    if (!row) throw new Error('no tenant');
    expect(await commitErasure(tenantScope(tenantOf(row)), new Date().toISOString())).toBe(false);
    expect(refusal(await ask())).toBe('409 conflict');
    // 72 hours later nobody waits for it any more.
    await set({ purgeAt: new Date(Date.now() - 73 * 3_600_000).toISOString() });
    expect((await run(id, 2)).trail.at(-1)).toBe('The parts are removed');
    expect(await objects()).toBe(0);
    await set({ purgeAt });
  }, 60_000);

  it('is not resumed, fetched or begun any more once the purge has begun', async () => {
    const id = await started();
    await run(id);
    const other = String((await ask()).body.id);
    await set({ state: 'purging' });
    for (const task of ['export.write', 'export.sign', 'export.clear'])
      expect(await invoke({ task, v: 1, tenant: scenario.tenant, export: id, attempt: 2 })).toEqual({
        outcome: 'leave',
      });
    expect(refusal(await fetched('export.part', id, { part: '1' }))).toBe('409 tenant-not-open');
    expect(refusal(await fetched('export.manifest', id))).toBe('409 tenant-not-open');
    expect(refusal(await confirm(other))).toBe('409 tenant-not-open');
    expect(refusal(await ask())).toBe('409 tenant-not-open');
    await set({ state: 'retrieval' });
    await forget(other);
    await forget(id);
  }, 60_000);

  it('is void once the contract goes on, and its parts are removed', async () => {
    const id = await started();
    await run(id);
    const running = await started();
    await invoke({ task: 'export.write', v: 1, tenant: scenario.tenant, export: running, attempt: 1 });
    expect(await objects()).toBeGreaterThan(0);
    const { status } = await scenario.call('termination.undo', { as: operator, path });
    expect(status).toBe(200);
    expect((await fetched('export.read', id)).body.state).toBe('void');
    expect(refusal(await fetched('export.part', id, { part: '1' }))).toBe('409 conflict');
    expect((await run(running)).trail.at(-1)).toBe('The parts are removed');
    expect((await run(id, 0)).trail.at(-1)).toBe('The parts are removed');
    expect(await objects()).toBe(0);
    expect(refusal(await ask())).toBe('409 tenant-not-open');
  }, 60_000);
});
