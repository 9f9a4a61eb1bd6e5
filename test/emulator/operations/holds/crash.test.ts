import '../../../support/in-process/two-shards.ts';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { holdRow } from '../../../../lambdas/model/hold-rows.ts';
import { principalOf } from '../../../support/in-process/call.ts';
import { anna, type Deployment, deployment } from '../../../support/in-process/deployment.ts';
import { type Faults, startFaults } from '../../../support/in-process/faults.ts';

const boris = principalOf('boris');
let deployed: Deployment;
let faults: Faults;

beforeAll(async () => {
  deployed = await deployment();
  faults = startFaults(inject('emulator'));
}, 60_000);
afterAll(() => faults?.stop());

/** A tenant with a hold of an hour, whose release one admin has requested. */
async function held() {
  const tenant = await deployed.openTenant();
  await deployed.longAdmin(tenant, 'boris');
  const path = { tenant };
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const body = { reason: 'Klage', authority: 'Landgericht Kiel', until };
  await deployed.call('hold.set', { as: anna, path, body });
  await deployed.call('hold.release', { as: anna, path });
  return { tenant, path, until };
}

const acts = {
  release: async ({ path, until }: Awaited<ReturnType<typeof held>>) => {
    await deployed.call('hold.release-confirm', { as: boris, path, body: { until } });
  },
  expiry: async ({ tenant, until }: Awaited<ReturnType<typeof held>>) => {
    const { lookAfterHolds } = await import('../../../../lambdas/stores/holds/look-after-holds.ts');
    const { readTenant } = await import('../../../../lambdas/stores/tenants/read-tenant.ts');
    const found = await readTenant(tenant);
    if (found) await lookAfterHolds(found, until);
  },
} as const;

it.each([
  ['release', 'hold.released'],
  ['expiry', 'hold.expired'],
] as const)(
  'the %s of a hold that dies at any of its calls ends it once',
  async (name, entry) => {
    const act = acts[name];
    const first = await held();
    faults.mend();
    await act(first);
    const calls = faults.calls();
    expect(calls).toBeGreaterThan(1);
    for (let call = 1; call <= calls; call++) {
      const hold = await held();
      faults.dieAt(call, call % 2 === 0 ? 'before' : 'after');
      await act(hold).catch(() => undefined);
      faults.mend();
      await act(hold);
      const story = `call ${call}`;
      expect(await deployed.read([holdRow.at(hold.tenant, 'tenant')]), story).toEqual([undefined]);
      const log = await deployed.log(hold.tenant);
      expect(
        log.filter((type) => type === entry),
        story,
      ).toHaveLength(1);
      const rows = await deployed.queryAll({ table: 'vault', pk: `T#${hold.tenant}#t`, prefix: 'MAIL#' });
      expect(
        rows.filter(({ kind }) => kind === 'hold-ended'),
        story,
      ).toHaveLength(1);
    }
  },
  60_000,
);
