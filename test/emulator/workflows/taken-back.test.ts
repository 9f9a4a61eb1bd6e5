import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { decryptPart } from '../../../lambdas/crypto/export-part.ts';
import { merkleRoot } from '../../../lambdas/crypto/merkle-root.ts';
import type { ErasureRow } from '../../../lambdas/model/erasure-rows.ts';
import { individualRow } from '../../../lambdas/model/people-rows.ts';
import {
  attestationRow,
  exportingRow,
  exportPartRow,
  partsOf,
} from '../../../lambdas/model/statement-rows.ts';
import { refusal } from '../../support/in-process/call.ts';
import { exportKeyPair } from '../../support/in-process/export-key.ts';
import { type Faults, startFaults } from '../../support/in-process/faults.ts';
import { anna, openScenario, type Scenario } from '../../support/scenario/in-process.ts';
import { keepSet } from '../../support/workflows/kept-set.ts';
import { play, type World } from '../../support/workflows/machine.ts';
import { stepsInProcess } from '../../support/workflows/step-functions.ts';

/* The erasure of one individual, and the parts of exports that hold them. */

const around: { before?: () => Promise<void>; after?: () => Promise<void> } = {};
vi.mock('../../../lambdas/platform/runtime/clock.ts', async (original) => ({
  ...(await original<object>()),
  pauseFor: async () => undefined,
}));
vi.mock('../../../lambdas/stores/mail/notifier-call.ts', () => ({ callNotifier: async () => 'sent' }));
vi.mock('../../../lambdas/platform/aws/s3.ts', async (original) => {
  const real = await original<typeof import('../../../lambdas/platform/aws/s3.ts')>();
  const once = async (when: keyof typeof around) => {
    const act = around[when];
    delete around[when];
    await act?.();
  };
  return {
    ...real,
    async putObject(key: string, body: Uint8Array) {
      await once('before');
      await real.putObject(key, body);
      await once('after');
    },
  };
});

const { privateKey, key } = exportKeyPair();
const hour = 3_600_000;
let scenario: Scenario;
let faults: Faults;
let invoke: World['invoke'];

beforeAll(async () => {
  scenario = await openScenario();
  faults = startFaults(inject('emulator'));
  invoke = await stepsInProcess();
}, 60_000);
afterAll(() => faults?.stop());

/** Somebody with a request that is in an export of evidence. */
async function somebody(): Promise<string> {
  const individual = await scenario.enrol();
  await scenario.request(individual);
  return individual;
}

const named = (id: string) => ({ tenant: scenario.tenant, export: id });
const call = (name: Parameters<Scenario['call']>[0], id: string, more: object = {}) =>
  scenario.call(name, { as: anna, path: { ...named(id), ...more } });
const run = (id: string, attempt = 1) => play('export', { v: 1, ...named(id), attempt }, 'none', { invoke });

async function asked(): Promise<string> {
  const { body, status } = await scenario.call('export.ask', {
    as: anna,
    path: { tenant: scenario.tenant },
    body: { scope: 'evidence', key },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return String(body.id);
}

/** Writes all parts of an export: several, which end wherever the time of a call is up. */
async function written(id: string): Promise<void> {
  const { exportWrite } = await import('../../../lambdas/operations/exports/export-write.ts');
  for (let looks = 3, outcome = 'more'; outcome === 'more'; looks += 3) {
    let seen = 0;
    const timed = { at: new Date().toISOString(), timeIsUp: () => ++seen > looks };
    ({ outcome } = await exportWrite({ v: 1, ...named(id), attempt: 1 }, timed));
  }
}

/** An export that is done, in several parts. */
async function done(): Promise<string> {
  const id = await asked();
  await written(id);
  expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
  return id;
}

/** Erases somebody, from 73 hours ago to the end. */
async function erase(individual: string, world: Partial<World> = {}): Promise<ErasureRow> {
  const { beginErasure } = await import('../../../lambdas/stores/people/erasure.ts');
  const { readIndividual } = await import('../../../lambdas/stores/people/individuals.ts');
  const { readTenant } = await import('../../../lambdas/stores/tenants/read-tenant.ts');
  const tenant = await readTenant(scenario.tenant);
  if (!tenant) throw new Error('no tenant');
  const keyed = await readIndividual(tenant.id, individual, []);
  const at = new Date(Date.now() - 73 * hour).toISOString();
  const erasure = await beginErasure({ tenant, keyed, erasure: undefined, at, race: 'test' }, 'individual');
  const input = { v: 1, tenant: tenant.id, epoch: 1, individual };
  for (let attempt = 1; attempt < 5; attempt++) {
    const { status, trail } = await play('purge', { ...input, attempt }, 'none', { invoke, ...world });
    if (status === 'FAILED') continue;
    expect(trail.at(-1)).toBe('Nothing is left of the tenant');
    return erasure;
  }
  throw new Error('the erasure does not end');
}

/** Every line of an export that is done. */
async function linesOf(id: string): Promise<Record<string, unknown>[]> {
  const { body } = await call('export.read', id);
  const texts: string[] = [];
  for (let n = 1; n <= Number(body.parts); n++) {
    const { body: part } = await call('export.part', id, { part: String(n) });
    texts.push(await decryptPart(privateKey, { export: id, n }, String(part.jwe)));
  }
  return texts
    .join('')
    .split('\n')
    .flatMap((line) => (line ? [JSON.parse(line)] : []));
}
const peopleIn = async (id: string) => new Set((await linesOf(id)).map(({ individual }) => individual));
const partsIn = async (id: string) => {
  const rows = await scenario.queryAll(partsOf(scenario.tenant, id));
  return rows.map((row) => exportPartRow.from(row));
};

/** Whoever any object opens to, and how many objects there are that nothing names. */
async function inObjects(id: string) {
  const { getObject, keysBelow } = await import('../../../lambdas/platform/aws/s3.ts');
  const people = new Set<unknown>();
  const keys: string[] = [];
  for await (const page of keysBelow(`exports/${scenario.tenant}/${id.slice(4)}/`)) keys.push(...page);
  for (const one of keys) {
    const jwe = Buffer.from((await getObject(one)) ?? []).toString('ascii');
    if (jwe === '') continue;
    const n = Number(one.split('/').at(-1)?.split('-')[0]);
    for (const line of (await decryptPart(privateKey, { export: id, n }, jwe)).trimEnd().split('\n'))
      if (line) people.add(JSON.parse(line).individual);
  }
  return people;
}

const reconciled = async () => {
  const { claimDueExports } = await import('../../../lambdas/stores/exports/lease.ts');
  return claimDueExports(new Date(Date.now() + 2 * hour).toISOString());
};
const cancel = async (id: string) => {
  await call('export.cancel', id);
  expect((await run(id, 99)).trail.at(-1)).toBe('The parts are removed');
};

describe('an export that was done before somebody is erased', () => {
  it('loses the parts that hold them, and is made anew without them, and nothing else of it is', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const id = await done();
    const before = await partsIn(id);
    expect(before.length).toBeGreaterThan(2);
    expect(await peopleIn(id)).toContain(one);
    const erasure = await erase(one);
    expect((await call('export.read', id)).body).toMatchObject({ state: 'remaking', parts: before.length });
    expect(refusal(await call('export.manifest', id))).toBe('409 conflict');
    expect(await inObjects(id)).not.toContain(one);
    const lost = (await partsIn(id)).filter(({ made }) => !made).map(({ n }) => n);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBeLessThan(before.length);
    const [statement] = await scenario.read([attestationRow.at(erasure.attestation)]);
    expect(attestationRow.from(statement)?.signed.record).toMatchObject({ export_parts: lost.length });

    expect(await reconciled()).toEqual([{ v: 1, ...named(id), attempt: 2 }]);
    expect((await run(id, 2)).trail.at(-1)).toBe('The export can be fetched');
    const people = await peopleIn(id);
    expect([people.has(one), people.has(other)]).toEqual([false, true]);
    const after = await partsIn(id);
    for (const { n, made } of before)
      if (!lost.includes(n)) expect(after.find((part) => part.n === n)?.made).toEqual(made);
    const { record } = (await call('export.manifest', id)).body as { record: Record<string, unknown> };
    expect(record.parts_root).toBe(merkleRoot(after.map(({ made }) => made?.sha256 ?? '')));
    const lines = await linesOf(id);
    expect(record.counts).toEqual(
      Object.fromEntries(
        [...Map.groupBy(lines, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]),
      ),
    );
    expect(await scenario.row(exportingRow.key(scenario.tenant))).toBeUndefined();
    await cancel(id);
  }, 30_000);

  it('waits for its turn while another runs, which passes on its lease', async () => {
    const one = await somebody();
    const id = await done();
    const running = await asked();
    await erase(one);
    expect((await call('export.read', id)).body.state).toBe('remaking');
    expect((await run(running)).trail.at(-1)).toBe('The export can be fetched');
    expect(await reconciled()).toEqual([{ v: 1, ...named(id), attempt: 2 }]);
    expect((await run(id, 2)).trail.at(-1)).toBe('The export can be fetched');
    for (const each of [id, running]) expect(await peopleIn(each)).not.toContain(one);
    await cancel(id);
    await cancel(running);
  }, 30_000);

  it('and holds what was kept of others alone is left as it is', async () => {
    const { readTenant } = await import('../../../lambdas/stores/tenants/read-tenant.ts');
    const tenant = await readTenant(scenario.tenant);
    if (!tenant) throw new Error('no tenant');
    await keepSet(tenant, [{ kind: 'record' }]);
    const one = await scenario.enrol();
    const id = await asked();
    await scenario.change(exportRowKey(id), { scope: 'kept' });
    expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
    const before = await partsIn(id);
    await erase(one);
    expect([(await partsIn(id)).length, await partsIn(id)]).toEqual([1, before]);
    await cancel(id);
  }, 30_000);

  it('and cannot be made any more is void, with nothing left', async () => {
    const one = await somebody();
    const id = await done();
    await scenario.change(exportRowKey(id), { epoch: 0 });
    await erase(one);
    expect((await call('export.read', id)).body.state).toBe('void');
    expect([await partsIn(id), (await inObjects(id)).size]).toEqual([[], 0]);
  }, 30_000);
});

const exportRowKey = (id: string) => ({ pk: `T#${scenario.tenant}#t`, sk: `EXPORT#${id}` });

describe('an export that runs while somebody is erased', () => {
  it.each(['before', 'after'] as const)(
    'adds no part that was read before the erasure, which is whole %s the part is stored',
    async (when) => {
      const [one, other] = [await somebody(), await somebody()];
      const id = await asked();
      around[when] = async () => void (await erase(one));
      expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
      const people = await peopleIn(id);
      expect([people.has(one), people.has(other)]).toEqual([false, true]);
      expect(await inObjects(id)).not.toContain(one);
      await cancel(id);
    },
    30_000,
  );

  it('and is signed between two steps of it is made anew', async () => {
    const one = await somebody();
    const id = await asked();
    await written(id);
    await erase(one, {
      invoke: async (payload) => {
        if (payload.task === 'purge.sweep' && !(await call('export.read', id)).body.doneAt)
          expect((await run(id)).trail.at(-1)).toBe('The export can be fetched');
        return invoke(payload);
      },
    });
    expect((await call('export.read', id)).body.state).toBe('remaking');
    await reconciled();
    expect((await run(id, 2)).trail.at(-1)).toBe('The export can be fetched');
    expect(await peopleIn(id)).not.toContain(one);
    await cancel(id);
  }, 30_000);

  it('has those who are to be erased until they are, so that whoever stays is told the truth', async () => {
    const { covers } = await import('../../../lambdas/stores/exports/covering.ts');
    const { exportNamed } = await import('../../../lambdas/stores/exports/exports.ts');
    const one = await somebody();
    const row = individualRow.key(scenario.tenant, one);
    await scenario.change(row, { state: 'erasing' });
    const id = await done();
    await scenario.change(row, { state: 'restricted' });
    const [found] = await scenario.read([individualRow.at(scenario.tenant, one)]);
    const told = covers(
      scenario.tenant,
      await exportNamed(scenario.tenant, id),
      individualRow.from(found) as never,
    );
    expect([told, (await peopleIn(id)).has(one)]).toEqual([true, true]);
    await cancel(id);
  }, 30_000);
});

describe('a crash', () => {
  it('at any call that takes parts back leaves no object that holds them', async () => {
    const people = [await somebody()];
    for (let more = 0; more < 4; more++) people.push(await scenario.enrol());
    const id = await done();
    let total = 0;
    for (const [i, one] of people.entries()) {
      // The first time nothing breaks: it counts.
      const call = Math.ceil((i * total) / people.length);
      let isOver = i === 0;
      await erase(one, {
        invoke: async (payload) => {
          if (payload.task !== 'purge.sweep') return invoke(payload);
          if (isOver) faults.mend();
          else faults.dieAt(call, i % 2 === 0 ? 'before' : 'after');
          isOver = true;
          try {
            return await invoke(payload);
          } finally {
            if (i === 0) total = faults.calls();
            faults.mend();
          }
        },
      });
      expect(await inObjects(id), `call ${call}`).not.toContain(one);
    }
    expect(total).toBeGreaterThan(10);
    const [input] = await reconciled();
    expect((await run(id, input?.attempt)).trail.at(-1)).toBe('The export can be fetched');
    const left = await peopleIn(id);
    for (const one of people) expect(left).not.toContain(one);
    await cancel(id);
  }, 60_000);
});
