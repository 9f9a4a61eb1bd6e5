import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../../lambdas/model/tables.ts';
import { everyDeath } from '../../support/rehearsal/deaths.ts';
import { openPractice, type Practice } from '../../support/rehearsal/practice.ts';
import { type Removal, rehearsedRemoval } from '../../support/rehearsal/removal.ts';

/*
 * Every call that a process makes to AWS goes wrong once in each way there is: the process is killed before the call
 * has an effect or after it, the answer is lost and the SDK calls again, the call is throttled, or done in part because
 * of a conflict. Then somebody goes on, and everything has to be as if nothing had gone wrong: one entry in the ledger,
 * one attestation, nothing left, and nobody else touched. The steps are those of the machine's definition.
 */
const hour = 3600;
const day = 24 * hour;
let practice: Practice;

beforeAll(async () => {
  practice = await openPractice();
}, 60_000);
afterAll(() => practice?.stop());

type Call = () => Promise<{ readonly status: number; readonly body: object }>;

/** Rehearses a call of the API, which its caller makes again when it failed, and makes it. */
async function called(name: string, call: Call): Promise<void> {
  const act = async () => {
    const { status } = await call();
    if (status >= 500) throw new Error(String(status));
  };
  const { failures, changes } = await everyDeath(practice.aws, name, act, { 'called again': act });
  expect(failures).toEqual([]);
  expect(changes.length, name).toBeGreaterThan(0);
  expect((await call()).status, name).toBeLessThan(300);
}

/** Rehearses a removal, and does it; the key is gone when it has waited. Gives its outcomes, and what was tried. */
async function removed(removal: Omit<Removal, 'tenant'>) {
  const { aws, invoke, tenant, later } = practice;
  const row = await practice.tenantRow(tenant);
  const wakes = () => {
    aws.gone.add(row?.kmsKey);
    later(9 * day);
  };
  const steps = await rehearsedRemoval(aws, invoke, { tenant, ...removal }, wakes);
  for (const [task, { failures, changes, again }] of steps) {
    expect(failures).toEqual([]);
    // A step that is done once more does nothing.
    expect(again.get('tried again')?.[0], task).toEqual(changes);
  }
  return {
    outcomes: [...steps].map(([task, { outcome }]) => `${task.replace('purge.', '')}: ${outcome}`),
    tried: [...steps.values()].reduce((sum, { tried }) => sum + tried, 0),
  };
}

/** The kind of a row, by its table and itself. */
function kindOf(name: string, row: object): string | undefined {
  const { pk, sk } = row as Record<'pk' | 'sk', { readonly S: string }>;
  return practice.kindNameOf(name.split(' ')[0] as Table, { pk: pk.S, sk: sk.S });
}

/** Every row of the tables, by table and key, without those of the log and of the deployment. */
function standing(): Map<string, object> {
  const { tables } = practice.aws;
  const named = ['vault', 'keys', 'evidence'].flatMap((table) =>
    tables.rows(table).map((row): [string, object] => [`${table} ${row.pk?.S} ${row.sk?.S}`, row]),
  );
  return new Map(named.filter(([name]) => !/^evidence A#| D#deployment /.test(name)));
}

/** What an answer says, rows in an order of their own. */
function said(answer: object | string): unknown {
  if (typeof answer === 'string') return answer;
  const { Items = [], LastEvaluatedKey, Responses = [] } = answer as Record<string, object>;
  const sorted = (items: object) =>
    Object.values(items)
      .map((item) => JSON.stringify(item, Object.keys(item).sort()))
      .sort();
  const tables = Array.isArray(Responses)
    ? Responses.map(({ Error: error }) => error)
    : Object.entries(Responses).map(([table, items]) => [table, sorted(items)]);
  return { items: sorted(Items), LastEvaluatedKey, tables };
}

describe('whichever call of it goes wrong', { timeout: 90_000 }, () => {
  it('an erasure that an individual asks for and undoes is asked for and undone once', async () => {
    const call = await practice.page(practice.one);
    await called('ask', () => call('my-erasure.ask', { body: { everything: true } }));
    await called('undo', () => call('my-erasure.undo'));
  });

  it('an erasure for which two admins ask is begun once', async () => {
    const { records, one, anna, bea } = practice;
    const path = { individual: one };
    await called('request', () => records('erasure.request', { as: anna, path, body: {} }));
    const body = { individualId: one };
    await called('confirm', () => records('erasure.confirm', { as: bea, path, body }));
  });

  it('the reconciler starts an erasure that is due, if not in this run, then in the next', async () => {
    const { aws, invoke, later, tenant, one } = practice;
    later(73 * hour);
    const { RETENTION_MACHINE: retention, PURGE_MACHINE: purge, EXPORT_MACHINE: others } = process.env;
    const machines = { retention, purge, export: others };
    const run = () => invoke({ task: 'reconcile', machines });
    aws.mark();
    const { calls } = (await aws.as(run)).process;
    const wanted = [`execution ${tenant}-${one}-1`];
    expect(aws.outside()).toEqual(wanted);
    for (const [i] of calls.entries())
      for (const how of ['killed before', 'killed after', 'throttled'] as const) {
        aws.restore();
        await aws.as(run, { call: i + 1, how });
        later(hour);
        await aws.as(run);
        later(-hour);
        expect(aws.outside().at(-1), `${calls[i]}, call ${i + 1}, ${how}`).toMatch(
          `execution ${tenant}-${one}-`,
        );
      }
    aws.restore();
  });

  it('an erasure removes them once, attests it once, and touches nobody else', async () => {
    const { one } = practice;
    const before = standing();
    const { outcomes, tried } = await removed({ epoch: 1, attempt: 1, individual: one });
    expect(outcomes.at(-1)).toBe('finish: finished');
    expect(tried).toBeGreaterThan(300);
    const after = standing();
    const theirs = (name: string) => name.includes(one.slice(4)) || / (?:REF|ADDR)#/.test(name);
    expect([...after.keys()].filter((name) => name.includes(one.slice(4)))).toEqual([]);
    for (const [name, row] of before) if (!theirs(name)) expect(after.get(name), name).toBe(row);
    const fresh = [...after].flatMap(([name, row]) => (before.has(name) ? [] : [kindOf(name, row)]));
    const kept = [...Array(5).fill('kept'), 'kept-key', 'kept-key', 'kept-set', 'kept-set'];
    expect(fresh.sort()).toEqual(['attestation', 'deletion', 'erased', ...kept, 'ledger', 'mail']);
  });

  it('what the tables answered here is what the local AWS answers', async () => {
    const { aws } = practice;
    const asked = [...aws.asked];
    expect(new Set(asked.map(({ command }) => command)).size).toBe(5);
    for (const one of asked)
      expect(said(await aws.reallyAsked(one)), JSON.stringify(one.input)).toEqual(said(one.answer));
  });

  it('a legal hold on an individual is set once', async () => {
    const { call, tenant, near, anna } = practice;
    const until = new Date(Date.now() + 300 * day * 1000).toISOString();
    const body = { reason: 'Klage', authority: 'Landgericht Kiel', until };
    const path = { tenant, individual: near };
    await called('hold', () => call('individual-hold.set', { as: anna, path, body }));
  });

  it('a purge leaves who is held as they are, removes everybody else, and attests it once', async () => {
    const { tenant, near, later } = practice;
    const { end } = await import('../../support/workflows/ended-tenant.ts');
    await end(tenant);
    later(hour);
    const before = standing();
    const { outcomes, tried } = await removed({ epoch: 2, attempt: 2 });
    expect(outcomes.at(-1)).toBe('deliver: leave');
    expect(tried).toBeGreaterThan(400);
    const after = standing();
    for (const [name, row] of before)
      if (name.includes(near.slice(4))) expect(after.get(name), name).toBe(row);
    const fresh = [...after].flatMap(([name, row]) => (before.has(name) ? [] : [kindOf(name, row)]));
    expect(fresh.sort()).toEqual(['attestation', 'attestation-of', 'envelope', 'ledger']);
  });

  it('the release of a hold by two admins happens once', async () => {
    const { call, tenant, near, anna, bea } = practice;
    const path = { tenant, individual: near };
    const { body } = await call('hold.list', { as: anna, path: { tenant } });
    const [{ until }] = body.items as [{ readonly until: string }];
    await called('release', () => call('individual-hold.release', { as: anna, path }));
    await called('confirmation', () =>
      call('individual-hold.release-confirm', { as: bea, path, body: { until } }),
    );
  });

  it('the second round of a purge removes who was held, adds a supplement, and ends with the key', async () => {
    const { outcomes, tried } = await removed({ epoch: 2, attempt: 3 });
    expect(outcomes.at(-1)).toBe('finish: finished');
    expect(tried).toBeGreaterThan(500);
    const left = [...standing()].filter(([name]) => name.includes(practice.tenant.slice(4)));
    expect(left.map(([name, row]) => kindOf(name, row))).toEqual(Array(3).fill('attestation-of'));
  });
});
