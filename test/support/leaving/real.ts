/*
 * The acts of the model done with the real functions, on the local AWS and with a clock that the test sets. Import it
 * after the mocks of `executionsOf` are made.
 */
import { expect } from 'vitest';
import { exportThumbprint } from '../../../lambdas/crypto/export-key.ts';
import type { Tenant } from '../../../lambdas/domain/members/authority.ts';
import type { Lease } from '../../../lambdas/domain/retention/lease.ts';
import { leaseRow } from '../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../lambdas/model/hold-rows.ts';
import { shardSecretRow } from '../../../lambdas/model/key-rows.ts';
import { attestationOfRow, exportingRow } from '../../../lambdas/model/statement-rows.ts';
import { fenceRow, tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import { exportClear } from '../../../lambdas/operations/exports/export-clear.ts';
import { read } from '../../../lambdas/platform/dynamodb/reads.ts';
import { takeExport } from '../../../lambdas/stores/exports/lease.ts';
import { principalOf } from '../in-process/call.ts';
import { anna, type Deployment, operator } from '../in-process/deployment.ts';
import { exportKeyPair } from '../in-process/export-key.ts';
import { stepsInProcess } from '../workflows/step-functions.ts';
import { type Act, endsIn, holdLasts } from './acts.ts';
import { placeAfter } from './definitions.ts';
import { answered, seconds } from './steps.ts';
import type { Execution, World } from './world.ts';

const boris = principalOf('boris');
const { key } = exportKeyPair();
const thumbprint = exportThumbprint(key);
const invoke = async (payload: object) => (await stepsInProcess())(payload);
const machines = { retention: 'retention', purge: 'purge', export: 'export' };

type Doing = (deployed: Deployment, world: World, one: Execution | undefined) => Promise<unknown>;

const called = async (deployed: Deployment, ...call: Parameters<Deployment['call']>) => {
  const { status, body } = await deployed.call(...call);
  expect(status, `${call[0]}: ${JSON.stringify(body)}`).toBeLessThan(300);
  return body;
};
const pathOf = ({ tenant }: World) => ({ tenant: tenant?.id ?? '' });
const reason = 'customer-request';

const doing: Readonly<Record<string, Doing>> = {
  end: (deployed, world) =>
    called(deployed, 'termination.set', { as: operator, path: pathOf(world), body: { reason } }),
  'agree an end': (deployed, world) =>
    called(deployed, 'termination.set', {
      as: operator,
      path: pathOf(world),
      body: { reason, endsAt: seconds(world.now, endsIn) },
    }),
  reinstate: (deployed, world) => called(deployed, 'termination.undo', { as: operator, path: pathOf(world) }),
  hold: (deployed, world) =>
    called(deployed, 'hold.set', {
      as: anna,
      path: pathOf(world),
      body: { reason: 'Klage', authority: 'Landgericht Kiel', until: seconds(world.now, holdLasts) },
    }),
  release: async (deployed, world) => {
    const path = pathOf(world);
    await called(deployed, 'hold.release', { as: anna, path });
    await called(deployed, 'hold.release-confirm', { as: boris, path, body: { until: world.hold?.until } });
  },
  export: async (deployed, world) => {
    const path = pathOf(world);
    const { id } = await called(deployed, 'export.ask', { as: anna, path, body: { scope: 'all', key } });
    await called(deployed, 'export.confirm', {
      as: boris,
      path: { ...path, export: String(id) },
      body: { scope: 'all', thumbprint },
    });
  },
  'export goes on': async (_, world) => {
    const { tenant } = pathOf(world);
    const lease = exportingRow.from((await read([exportingRow.at(tenant)]))[0]);
    if (!lease) return expect.unreachable('no export runs');
    const input = { v: 1, tenant, export: lease.export, attempt: lease.attempt } as const;
    if ((await takeExport(input, world.now)) === 'void')
      await exportClear(input, { at: world.now, timeIsUp: () => false });
  },
  reconcile: () => invoke({ task: 'reconcile', machines }),
  step: (_, world, one) => step(world, one),
  'step, lost': (_, world, one) => step(world, one),
  'step, late': (_, world, one) => step(world, one),
};

/** Does an act; the clock stands at the world's. What only changes executions or the clock needs nothing done. */
export async function done(deployed: Deployment, world: World, { name, of }: Act): Promise<void> {
  await doing[name]?.(
    deployed,
    world,
    world.executions.find((one) => one.name === of),
  );
}

/** A step is to answer so that its execution goes where that of the model goes. */
async function step(world: World, one: Execution | undefined): Promise<void> {
  if (!one || typeof one.next !== 'object') return;
  const { task } = one.next;
  const { name, epoch, attempt, machine, version } = one;
  // The deployed steps understand version 1: another one stands for what another definition sends.
  const v = version === world.version ? 1 : 2;
  const { tenant } = pathOf(world);
  const real = await invoke({ task, v, tenant, epoch, attempt, execution: name });
  const model = answered(world, task, one);
  expect(placeAfter(machine, task, real.outcome), `${task}: ${JSON.stringify(real)}`).toEqual(
    placeAfter(machine, task, model.outcome),
  );
  expect(real.next, task).toBe(model.wakes);
}

/** What is stored of a tenant, as far as the model has it. */
export async function stored(id: string, epoch: number) {
  const rows = await read([
    tenantRow.at(id),
    leaseRow.at(id),
    holdRow.at(id, 'tenant'),
    exportingRow.at(id),
    shardSecretRow.at(id, '0'),
    fenceRow.at(id, '0'),
    attestationOfRow.at(id, epoch, 1),
    attestationOfRow.at(id, epoch, 2),
  ]);
  const [tenant, lease, hold] = [tenantRow.from(rows[0]), leaseRow.from(rows[1]), holdRow.from(rows[2])];
  const exporting = exportingRow.from(rows[3]);
  const fence = rows[5];
  const looked = (row: { readonly listSk?: string | undefined }) => row.listSk?.split('#')[0];
  return {
    tenant: tenant && standing(tenant),
    lease: lease && {
      ...acting(lease),
      look: looked(lease),
      counted: lease.tally?.at !== undefined,
      verified: lease.verified !== undefined,
    },
    hold: hold && { setAt: hold.setAt, until: hold.until, noticed: hold.noticed, look: looked(hold) },
    exporting: exporting && { epoch: exporting.epoch, until: exporting.until },
    secrets: rows[4] !== undefined,
    rows: fence === undefined ? 'gone' : fence.expiresAt === undefined ? 'there' : 'expired',
    attested: rows[7] ? 2 : rows[6] ? 1 : 0,
  };
}

type Ending = Pick<Tenant, 'state' | 'epoch' | 'endsAt' | 'endedAt' | 'purgeAt' | 'heldUntil'>;

/** What is compared of a tenant. */
const standing = ({ state, epoch, endsAt, endedAt, purgeAt, heldUntil }: Ending) => ({
  state,
  epoch,
  endsAt,
  endedAt,
  purgeAt,
  heldUntil,
});

/** What is compared of a lease, as both have it. */
const acting = ({ epoch, attempt, until, execution, noticed, noticedAt }: Lease) => ({
  epoch,
  attempt,
  until,
  execution,
  noticed,
  noticedAt,
});

/** The same of the model. */
export function modelled({
  tenant,
  lease,
  hold,
  exporting,
  secrets,
  rows,
  attested,
}: World): Awaited<ReturnType<typeof stored>> {
  return {
    tenant: tenant && standing(tenant),
    lease: lease && {
      ...acting(lease),
      look: lease.look,
      counted: lease.counted ?? false,
      verified: lease.verified ?? false,
    },
    hold: hold && { setAt: hold.setAt, until: hold.until, noticed: hold.noticed, look: hold.look },
    exporting,
    secrets,
    rows,
    attested,
  };
}
