import '../../support/in-process/two-shards.ts';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { KeptSet } from '../../../lambdas/domain/erasure/keeping.ts';
import { erasureRow } from '../../../lambdas/model/erasure-rows.ts';
import {
  dueKept,
  keptContent,
  keptKeyRow,
  keptOfErasure,
  keptRow,
  keptSetRow,
} from '../../../lambdas/model/kept-rows.ts';
import { attestationRow } from '../../../lambdas/model/statement-rows.ts';
import { type Faults, startFaults } from '../../support/in-process/faults.ts';
import { openScenario, type Scenario } from '../../support/scenario/in-process.ts';
import { play, type World } from '../../support/workflows/machine.ts';
import { stepsInProcess } from '../../support/workflows/step-functions.ts';

/* What a law demands to stay of somebody who is erased, with real keys and real seals. */

vi.mock('../../../lambdas/platform/runtime/clock.ts', async (original) => ({
  ...(await original<object>()),
  pauseFor: async () => undefined,
}));
vi.mock('../../../lambdas/stores/mail/notifier-call.ts', () => ({
  callNotifier: async () => 'sent',
}));

let scenario: Scenario;
let faults: Faults;
let invoke: World['invoke'];
let stores: Awaited<ReturnType<typeof loaded>>;
const loaded = async () => ({
  ...(await import('../../../lambdas/stores/people/erasure.ts')),
  ...(await import('../../../lambdas/stores/people/individuals.ts')),
  ...(await import('../../../lambdas/stores/people/known-erasure.ts')),
  ...(await import('../../../lambdas/stores/tenants/read-tenant.ts')),
  ...(await import('../../../lambdas/stores/keys/open-kept.ts')),
  ...(await import('../../../lambdas/platform/dynamodb/reads.ts')),
  ...(await import('../../../lambdas/platform/dynamodb/batches.ts')),
  ...(await import('../../support/workflows/held-person.ts')),
});

beforeAll(async () => {
  scenario = await openScenario();
  faults = startFaults(inject('emulator'));
  invoke = await stepsInProcess();
  stores = await loaded();
}, 60_000);
afterAll(() => faults?.stop());

const laboratory = (date: string) => ({
  category: 'health.lab',
  date,
  fields: { test: 'HbA1c', loinc: '4548-4', value: 6.1, unit: '%' },
});
const contact = {
  category: 'contact',
  date: '2026-10-01',
  fields: { name: 'Erika Brandt', phone: '+49 461 5550142' },
};

/** The dates of the records in each set. */
const years = [[], ['2025-01-31'], ['2026-10-01', '2026-11-03']];

/** Somebody with records of two years under a duty, one whose day is over, one without a duty, and one consent. */
async function asked(hours = 73) {
  const individual = await scenario.enrol({ contact: { email: 'erika@example.org', name: 'Erika Brandt' } });
  await scenario.store(
    individual,
    ...['2026-10-01', '2026-11-03', '2025-01-31', '2010-02-03'].map(laboratory),
    contact,
  );
  await scenario.grant(await scenario.request(individual));
  const at = new Date(Date.now() - hours * 3_600_000).toISOString();
  const tenant = (await stores.readTenant(scenario.tenant)) ?? expect.unreachable('no tenant');
  const keyed = await stores.readIndividual(tenant.id, individual, []);
  const act = { tenant, keyed, erasure: undefined, at, race: 'test' };
  const { attestation } = await stores.beginErasure(act, 'individual');
  return { individual, attestation, keyed };
}
type Asked = Awaited<ReturnType<typeof asked>>;

const erase = ({ individual }: Asked, world: Partial<World> = {}, attempt = 1) =>
  play(
    'purge',
    { v: 1, tenant: scenario.tenant, epoch: 1, attempt, individual },
    `arn:aws:states:eu-central-1:000000000000:execution:purge:${individual}-${attempt}`,
    { invoke, ...world },
  );

/** What stands of the sets of an erasure: the sets, their lines opened, and their keys. */
async function keptOf({ attestation }: Asked) {
  const { tenant } = scenario;
  const rows = await stores.queryAll(keptOfErasure(tenant, attestation));
  const keys = await stores.queryAll(keptOfErasure(tenant, attestation, 'keys'));
  const sets = rows.filter((row) => keptSetRow.is(row)).map((row) => keptSetRow.from(row));
  const kmsKey = String((await scenario.tenantRow(tenant))?.kmsKey);
  const lines = await Promise.all(
    sets.map(async ({ id, sk }) => {
      const sealer = await stores.keptSealer(
        kmsKey,
        tenant,
        id,
        await stores.read(stores.keptKeyRowsOf(tenant, id)),
      );
      if (!sealer) return [];
      return rows
        .filter((row) => keptRow.is(row) && row.sk.startsWith(`${sk}#`))
        .map((row) => keptContent.open(sealer, keptRow.from(row)).release());
    }),
  );
  return { rows, keys, sets, lines };
}
const datesIn = (lines: readonly Record<string, unknown>[]) => lines.flatMap(({ date }) => date ?? []).sort();
const recordOf = async ({ attestation }: Asked) => {
  const [row] = await stores.read([attestationRow.at(attestation)]);
  return attestationRow.from(row)?.signed.record as
    | { kept?: Partial<KeptSet>[]; verified?: object }
    | undefined;
};

describe('what a law demands to stay of somebody who is erased', () => {
  let one: Asked;
  let other: string;
  let before: unknown;
  beforeAll(async () => {
    other = await scenario.enrol();
    await scenario.store(other, laboratory('2026-10-01'));
    before = (await scenario.page(other)) && (await stores.readIndividual(scenario.tenant, other, []));
    one = await asked();
    expect((await erase(one)).trail.at(-1)).toBe('Nothing is left of the tenant');
  }, 60_000);

  it('is one set for each law and year, beside the file by which one accounts for what was done', async () => {
    const { sets, lines, keys } = await keptOf(one);
    expect(sets.map(({ kind, ground, until, counts }) => [kind, ground, until, counts]).sort()).toEqual([
      [
        'accountability',
        'defence-of-claims',
        expect.stringMatching(/-12-31T23:00:00.000Z$/),
        { consent: 1, individual: 1, request: 1 },
      ],
      ['law', '§ 630f (3) BGB', '2035-01-31T23:00:00.000Z', { individual: 1, record: 1 }],
      ['law', '§ 630f (3) BGB', '2036-11-03T23:00:00.000Z', { individual: 1, record: 2 }],
    ]);
    expect(lines.map(datesIn).sort()).toEqual(years);
    expect(keys.every((row) => keptKeyRow.is(row))).toBe(true);
    expect(keys).toHaveLength(3);
  });

  it('says whose it is inside alone, holds no value in the file, and leads nowhere into the log', async () => {
    const { rows, sets, lines } = await keptOf(one);
    const outside = JSON.stringify(rows.map(({ sealed, ...row }) => row));
    expect(outside).not.toContain(one.individual.slice(4));
    for (const each of lines) {
      expect(each.find(({ kind }) => kind === 'individual')).toMatchObject({
        contact: { name: 'Erika Brandt' },
      });
      expect(JSON.stringify(each)).not.toMatch(/"(leaf|entry|statement)"/);
    }
    const file = lines[sets.findIndex(({ kind }) => kind === 'accountability')] ?? [];
    expect(file.map(({ kind }) => kind)).not.toContain('record');
    expect(JSON.stringify(file)).not.toContain('6.1');
  });

  it('is listed by when it goes, stands in the attestation, and everything else of theirs is gone', async () => {
    const { sets } = await keptOf(one);
    for (const { listPk, listSk, until, id } of sets)
      expect([listPk, listSk]).toEqual([dueKept, `${until}#${id}`]);
    const record = await recordOf(one);
    const told = sets.map(({ kind, ground, until, counts }) => ({ kind, ground, until, counts }));
    expect(record?.kept).toEqual(expect.arrayContaining(told));
    expect(record?.verified).toMatchObject({ found: 'nothing but what is kept' });
    expect(await stores.findIndividual(scenario.tenant, one.individual, ['record'])).toBeUndefined();
  });

  it('leaves everybody else as they were', async () => {
    expect(await stores.readIndividual(scenario.tenant, other, [])).toEqual(before);
  });
});

it('nothing stays of somebody of whom nothing was asked, and whose records no law keeps', async () => {
  const individual = await scenario.enrol();
  await scenario.store(individual, contact, laboratory('2010-02-03'));
  const tenant = (await stores.readTenant(scenario.tenant)) ?? expect.unreachable('no tenant');
  const keyed = await stores.readIndividual(tenant.id, individual, []);
  const at = new Date(Date.now() - 73 * 3_600_000).toISOString();
  const act = { tenant, keyed, erasure: undefined, at, race: 'test' };
  const { attestation } = await stores.beginErasure(act, 'individual');
  const one = { individual, attestation, keyed };
  expect((await erase(one)).status).toBe('SUCCEEDED');
  expect((await keptOf(one)).rows).toEqual([]);
  expect(await recordOf(one)).toMatchObject({ kept: [], verified: { found: 'nothing' } });
}, 30_000);

it('the copies end the same at whichever call of the step the process dies', async () => {
  for (const call of [3, 7, 11, 15, 18, 21, 24]) {
    const one = await asked();
    const { individual } = one;
    const keep = { task: 'purge.keep', v: 1, tenant: scenario.tenant, epoch: 1, attempt: 1, individual };
    faults.dieAt(call, call % 2 === 0 ? 'before' : 'after');
    await expect(invoke(keep), `call ${call}`).rejects.toThrow();
    faults.mend();
    expect(await invoke(keep)).toEqual({ outcome: 'kept' });
    const { sets, lines } = await keptOf(one);
    expect(lines.map(datesIn).sort(), `call ${call}`).toEqual(years);
    for (const [i, { counts }] of sets.entries())
      expect(Object.values(counts).reduce((sum, n) => sum + n)).toBe(lines[i]?.length);
  }
}, 60_000);

describe('an erasure that is put off', () => {
  it('by a hold on the person drops what was copied, and copies anew when the hold is over', async () => {
    const one = await asked();
    const played = await erase(one, {
      invoke: async (payload) => {
        const outcome = await invoke(payload);
        if (payload.task === 'purge.keep') {
          expect((await keptOf(one)).sets).toHaveLength(3);
          await stores.hold(scenario.tenant, one.individual);
        }
        return outcome;
      },
    });
    expect(played.output).toEqual({ outcome: 'leave', reason: 'held' });
    expect(await keptOf(one)).toMatchObject({ rows: [], keys: [] });
    const { row } = await stores.readIndividual(scenario.tenant, one.individual, []);
    expect(row.state).toBe('restricted');
    await stores.release(scenario.tenant, one.individual);
    expect((await erase(one, {}, 2)).status).toBe('SUCCEEDED');
    expect((await keptOf(one)).sets).toHaveLength(3);
  }, 30_000);

  it('takes no record once the copying has begun, and is undone by nobody', async () => {
    const one = await asked();
    await erase(one, {
      invoke: async (payload) => {
        const outcome = await invoke(payload);
        if (payload.task === 'purge.keep') {
          await expect(scenario.store(one.individual, contact)).rejects.toThrow('being erased');
          const page = await scenario.page(one.individual);
          expect((await page('my-erasure.undo')).status).toBe(409);
        }
        return outcome;
      },
    });
    expect((await recordOf(one))?.kept).toHaveLength(3);
  }, 30_000);

  it('is committed only with sets that stand as it names them, and copies again what is missing', async () => {
    const one = await asked();
    let broken = false;
    const { trail, status } = await erase(one, {
      invoke: async (payload) => {
        const outcome = await invoke(payload);
        if (payload.task === 'purge.keep' && !broken) {
          broken = true;
          const [set] = (await keptOf(one)).sets;
          await stores.removeRows('vault', set ? [set] : []);
        }
        return outcome;
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(trail.filter((name) => name === 'Keep what a law demands')).toHaveLength(2);
    expect((await keptOf(one)).sets).toHaveLength(3);
  }, 30_000);

  it('by the purge of the tenant, which takes the copies with everything else', async () => {
    const one = await asked();
    const played = await erase(one, {
      invoke: async (payload) => {
        const outcome = await invoke(payload);
        if (payload.task === 'purge.keep') await scenario.setState('purging');
        return outcome;
      },
    });
    expect(played.output).toEqual({ outcome: 'leave', reason: 'purging' });
    const [row] = await stores.read([erasureRow.at(scenario.tenant, one.individual)]);
    expect(erasureRow.from(row)?.state).toBe('waiting');
    await scenario.setState('open');
  }, 30_000);
});
