import { beforeAll, describe, expect, it } from 'vitest';
import { exportThumbprint } from '../../../lambdas/crypto/export-key.ts';
import { decryptPart } from '../../../lambdas/crypto/export-part.ts';
import type { Tenant } from '../../../lambdas/domain/members/authority.ts';
import { keptKeyRow } from '../../../lambdas/model/kept-rows.ts';
import { exportRow } from '../../../lambdas/model/statement-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import { principalOf, refusal } from '../../support/in-process/call.ts';
import { exportKeyPair } from '../../support/in-process/export-key.ts';
import { anna, openScenario, operator, type Scenario } from '../../support/scenario/in-process.ts';
import { keepSet } from '../../support/workflows/kept-set.ts';
import { play } from '../../support/workflows/machine.ts';
import { stepsInProcess } from '../../support/workflows/step-functions.ts';

/* What stays of somebody who was erased: how it leaves, and how it goes on its day. */

const boris = principalOf('boris');
const { privateKey, key } = exportKeyPair();
const thumbprint = exportThumbprint(key);
const day = 24 * 3_600_000;
const from = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

let scenario: Scenario;
let invoke: Awaited<ReturnType<typeof stepsInProcess>>;
let tenant: Tenant;
let path: { tenant: string };
let individual: string;

beforeAll(async () => {
  scenario = await openScenario();
  invoke = await stepsInProcess();
  ({ path } = scenario);
  await scenario.longAdmin(scenario.tenant, 'boris');
  individual = await scenario.enrol();
  tenant = (await scenario.tenantRow(scenario.tenant)) as unknown as Tenant;
}, 60_000);

const line = (text: string) => ({ kind: 'record', date: '2020-02-29', fields: { text } });

describe('an export of what was kept', () => {
  const reason = 'audit of 2026, ordered by Erika Groß';
  const ask = (over: object = {}) =>
    scenario.call('export.ask', { as: anna, path, body: { scope: 'kept', key, reason, ...over } });
  const confirm = (id: string, over: object = {}, as = boris) =>
    scenario.call('export.confirm', {
      as,
      path: { ...path, export: id },
      body: { scope: 'kept', thumbprint, reason, ...over },
    });
  const linesOf = async (id: string): Promise<Record<string, unknown>[]> => {
    const played = await play('export', { v: 1, tenant: tenant.id, export: id, attempt: 1 }, 'none', {
      invoke,
    });
    expect(played.trail.at(-1)).toBe('The export can be fetched');
    const at = { as: anna, path: { ...path, export: id, part: '1' } };
    const { body } = await scenario.call('export.part', at);
    const text = await decryptPart(privateKey, { export: id, n: 1 }, String(body.jwe));
    return text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one));
  };
  let set: string;

  it('needs a reason, and a second admin who repeats it', async () => {
    const without = await ask({ reason: undefined });
    expect([refusal(without), without.body.errors]).toMatchObject([
      '400 invalid-request',
      [{ pointer: '/reason' }],
    ]);
    const { status, body } = await ask();
    expect([status, body]).toMatchObject([201, { state: 'asked', scope: 'kept', reason }]);
    const id = String(body.id);
    expect(refusal(await confirm(id, {}, anna))).toBe('403 separation-of-duties');
    for (const other of [{ reason: undefined }, { reason: 'audit of 2025' }, { scope: 'evidence' }])
      expect(refusal(await confirm(id, other))).toBe('409 conflict');
    const read = { as: boris, path: { ...path, export: id } };
    expect((await scenario.call('export.read', read)).body).toMatchObject({ state: 'asked', reason });
    const stored = await scenario.row(exportRow.key(tenant.id, id));
    expect(JSON.stringify(stored)).not.toContain('Erika');
    await scenario.call('export.cancel', { as: anna, path: { ...path, export: id } });
  });

  it('leaves while the contract runs, holds the sets that stand and nothing else, and is in no log of those who are there', async () => {
    set = await keepSet(tenant, [line('stays'), line('stays, too')], { ground: '§ 147 AO' });
    const keyless = await keepSet(tenant, [line('without a key')]);
    await scenario.transact([keptKeyRow.remove([tenant.id, keyless])]);
    await keepSet(tenant, [line('of an erasure that can be undone')], { committed: false });
    await keepSet(tenant, [line('of yesterday')], { until: from(-day) });
    const id = String((await ask()).body.id);
    expect((await confirm(id)).body).toMatchObject({ state: 'running', reason });
    const lines = await linesOf(id);
    const [head, ...others] = lines;
    expect(head).toMatchObject({ kind: 'kept-set', id: set, because: 'law', ground: '§ 147 AO' });
    expect(others.map(({ kind, set: of }) => [kind, of])).toEqual([
      ['kept', set],
      ['kept', set],
    ]);
    expect(others.map((one) => one.line)).toEqual(
      expect.arrayContaining([line('stays'), line('stays, too')]),
    );
    const page = await scenario.page(individual);
    expect((await page('my-disclosure.list')).body.exports).toEqual([]);
  }, 30_000);

  it('of a tenant without a kept set is complete, and has no part', async () => {
    const other = await openScenario(scenario);
    await other.longAdmin(other.tenant, 'boris');
    const { body } = await other.call('export.ask', {
      as: anna,
      path: other.path,
      body: { scope: 'kept', key, reason },
    });
    const at = { ...other.path, export: String(body.id) };
    await other.call('export.confirm', { as: boris, path: at, body: { scope: 'kept', thumbprint, reason } });
    await play('export', { v: 1, tenant: other.tenant, export: at.export, attempt: 1 }, 'none', { invoke });
    expect((await other.call('export.read', { as: anna, path: at })).body).toMatchObject({
      state: 'done',
      parts: 0,
      counts: {},
    });
  }, 30_000);

  it('of everything in the retrieval window has them, too', async () => {
    await scenario.call('termination.set', { as: operator, path, body: { reason: 'customer-request' } });
    const { body } = await ask({ scope: 'all', reason: undefined });
    await confirm(String(body.id), { scope: 'all', reason: undefined });
    const kinds = Map.groupBy(await linesOf(String(body.id)), ({ kind }) => String(kind));
    expect(kinds.get('kept-set')).toHaveLength(1);
    expect(kinds.get('kept')?.map((one) => one.set)).toEqual([set, set]);
    expect(kinds.get('export')?.map((one) => one.reason)).toEqual(expect.arrayContaining([reason]));
    expect(kinds.get('individual')).toHaveLength(1);
    await scenario.call('termination.undo', { as: operator, path });
    expect((await scenario.row(tenantRow.key(tenant.id)))?.state).toBe('open');
  }, 30_000);
});
