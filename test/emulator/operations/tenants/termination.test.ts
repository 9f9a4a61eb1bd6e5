import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { shards } from '../../../../lambdas/domain/identifiers.ts';
import { fenceRow, tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import { anna, type Deployment, deployment, operator } from '../../../support/in-process/deployment.ts';

const boris = principalOf('boris');
const day = 24 * 60 * 60 * 1000;
let deployed: Deployment;
let tenant: string;
let path: { tenant: string };

beforeAll(async () => {
  deployed = await deployment();
}, 60_000);
beforeEach(async () => {
  tenant = await deployed.openTenant();
  path = { tenant };
  await deployed.longAdmin(tenant, 'boris');
});
afterEach(() => {
  vi.useRealTimers();
});

const end = (as: string, endsAt?: string) =>
  deployed.call('termination.set', {
    as,
    path,
    body: { reason: 'customer-request', ...(endsAt && { endsAt }) },
  });
const confirm = (as: string, endsAt?: string) =>
  deployed.call('termination.confirm', { as, path, body: { ...(endsAt && { endsAt }) } });
const undo = (as: string) => deployed.call('termination.undo', { as, path });
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day });
const newest = async () => (await deployed.log(tenant)).at(-1);

async function fences() {
  const rows = await deployed.read(
    shards.map((shard) => ({ table: 'vault' as const, key: fenceRow.key(tenant, shard) })),
  );
  return [...new Set(rows.map((row) => `${row?.state} ${row?.epoch}`))];
}

/** Kinds of mails that are due about the contract. */
async function dueMail() {
  const rows = await deployed.queryAll({ table: 'vault', pk: `T#${tenant}#t`, prefix: 'MAIL#' });
  return rows.map(({ kind }) => kind).filter((kind) => kind !== 'admins-changed');
}

describe('ending a contract', () => {
  it('is done by the operator alone: new epoch, purge date, closed shards, mail and entry, all at once', async () => {
    const answer = await end(operator);
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'retrieval', epoch: 2, pendingConfirmation: false },
    });
    const purgeAt = Date.parse(answer.body.purgeAt as string);
    expect(purgeAt - Date.now()).toBeGreaterThan(30 * day);
    expect(purgeAt - Date.now()).toBeLessThan(31 * day + 2 * 60 * 60 * 1000);
    expect(await fences()).toEqual(['closed 2']);
    expect(await dueMail()).toEqual(['contract-ended']);
    expect(await newest()).toBe('contract.ended');
    const state = await deployed.call('retention.read', { as: anna, path });
    expect(state).toMatchObject({
      status: 200,
      body: { state: 'retrieval', epoch: 2, endedAt: answer.body.endsAt, purgeAt: answer.body.purgeAt },
    });
    expect(state.body.attestations).toEqual([]);
  });

  it('starts the retention workflow under the name of tenant, epoch and attempt', async () => {
    await end(operator);
    const { ListExecutionsCommand, SFNClient } = await import('@aws-sdk/client-sfn');
    const stateMachineArn = process.env.RETENTION_MACHINE ?? '';
    const { executions } = await new SFNClient().send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.map(({ name }) => name)).toContain(`${tenant}-2-1`);
  });

  it('happens once, however many ask at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => end(operator)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(refusal(answer)).toBe('409 conflict');
    expect((await deployed.log(tenant)).filter((type) => type === 'contract.ended')).toHaveLength(1);
  });

  it('takes two different admins, the second confirming', async () => {
    expect(refusal(await confirm(anna))).toBe('409 conflict');
    expect(await end(anna)).toMatchObject({
      status: 200,
      body: { state: 'open', epoch: 1, pendingConfirmation: true },
    });
    expect(await newest()).toBe('contract.end-asked');
    expect(await dueMail()).toEqual(['contract-end-asked']);
    expect(refusal(await confirm(anna))).toBe('403 separation-of-duties');
    expect(refusal(await confirm(operator))).toBe('403 forbidden');
    expect(await fences()).toEqual(['open 1']);
    expect(await confirm(boris)).toMatchObject({ status: 200, body: { state: 'retrieval', epoch: 2 } });
    expect(refusal(await confirm(boris))).toBe('409 conflict');
  });

  it('is not confirmed for one who is no admin any more', async () => {
    await end(anna);
    await deployed.call('member.set', {
      as: boris,
      path,
      body: { principal: { subject: 'anna' }, roles: ['auditor'] },
    });
    expect(refusal(await confirm(boris))).toBe('409 conflict');
  });

  it('is not confirmed by an admin whom the first one has just made, nor with an end that was changed meanwhile, nor after a week', async () => {
    await deployed.member(tenant, 'puppet', { roles: ['admin'] });
    await end(anna);
    expect(refusal(await confirm(principalOf('puppet')))).toBe('403 separation-of-duties');
    const seen = inDays(400);
    await end(anna, seen);
    await end(anna);
    expect(refusal(await confirm(boris, seen))).toBe('409 conflict');
    later(8);
    expect(refusal(await confirm(boris))).toBe('409 conflict');
    expect(await fences()).toEqual(['open 1']);
  });

  it('is refused for the past, for other roles and for strangers', async () => {
    await deployed.member(tenant, 'uwe', { roles: ['auditor'] });
    expect(refusal(await end(operator, '2020-01-01T00:00:00Z'))).toBe('400 invalid-request');
    expect(refusal(await end(principalOf('uwe')))).toBe('403 forbidden');
    expect(refusal(await end(principalOf('nobody')))).toBe('404 not-found');
    expect((await deployed.tenantRow(tenant))?.state).toBe('open');
  });

  it('is refused to the admin of another tenant, and leaves both as they were', async () => {
    await deployed.longAdmin(tenant, 'carla');
    const other = await deployed.openTenant();
    const sent = { as: principalOf('carla'), path: { tenant: other }, body: { reason: 'other' } };
    expect(refusal(await deployed.call('termination.set', sent))).toBe('404 not-found');
    expect(refusal(await deployed.call('termination.undo', sent))).toBe('404 not-found');
    expect((await deployed.tenantRow(other))?.state).toBe('open');
    expect((await deployed.tenantRow(tenant))?.state).toBe('open');
  });

  it('by a date counts from that date, in the zone of the tenant, however late it is written down', async () => {
    tenant = await deployed.openTenant({ timeZone: 'America/St_Johns' });
    path = { tenant };
    const endsAt = inDays(2);
    const offset = new Date(Date.parse(endsAt) - 2.5 * 3_600_000).toISOString().replace('Z', '-02:30');
    expect((await end(operator, offset)).body.endsAt).toBe(endsAt);
    later(4);
    const { endContract } = await import('../../../../lambdas/stores/tenants/contract-end.ts');
    const { purgeAtOf } = await import('../../../../lambdas/domain/retention/retention.ts');
    const row = tenantRow.from(await deployed.tenantRow(tenant));
    if (!row) return expect.unreachable('no tenant');
    await endContract(row, { endedAt: endsAt, at: new Date().toISOString(), actorRef: 'system' });
    expect((await deployed.tenantRow(tenant))?.purgeAt).toBe(purgeAtOf(endsAt, 'P30D', 'America/St_Johns'));
  });

  it('can be set for a date: open until then, refused from then on without any job', async () => {
    const endsAt = inDays(10);
    expect(await end(operator, endsAt)).toMatchObject({
      status: 200,
      body: { state: 'open', epoch: 1, pendingConfirmation: false, endsAt },
    });
    expect(await newest()).toBe('contract.end-set');
    expect(await dueMail()).toEqual(['contract-end-set']);
    const body = { principal: { subject: 'paul' }, roles: ['provider'] };
    expect((await deployed.call('member.set', { as: anna, path, body })).status).toBe(200);
    later(10.5);
    const state = await deployed.call('retention.read', { as: anna, path });
    expect(state.body).toMatchObject({ state: 'retrieval', epoch: 1 });
    expect(refusal(await end(operator))).toBe('409 conflict');
  });

  it('is brought forward by two admins, never put off', async () => {
    tenant = await deployed.openTenant({ endsAt: inDays(100) });
    path = { tenant };
    await deployed.longAdmin(tenant, 'boris');
    expect(refusal(await end(anna, inDays(101)))).toBe('403 forbidden');
    const earlier = inDays(50);
    await end(anna, earlier);
    expect(await confirm(boris, earlier)).toMatchObject({
      status: 200,
      body: { state: 'open', endsAt: earlier },
    });
    expect(await undo(anna)).toMatchObject({ status: 200, body: { state: 'open', epoch: 1 } });
    expect((await deployed.tenantRow(tenant))?.endsAt).toBe((await deployed.tenantRow(tenant))?.agreedEndsAt);
  });

  it('whose date came before it was confirmed ends with the confirmation', async () => {
    const endsAt = inDays(1);
    await end(anna, endsAt);
    later(2);
    expect(await confirm(boris, endsAt)).toMatchObject({
      status: 200,
      body: { state: 'retrieval', epoch: 2 },
    });
  });

  it('ends a tenant that never got its keys', async () => {
    tenant = await deployed.createTenant();
    path = { tenant };
    expect(await end(operator)).toMatchObject({ status: 200, body: { state: 'retrieval', epoch: 2 } });
    expect(await undo(operator)).toMatchObject({ status: 200, body: { state: 'provisioning', epoch: 3 } });
    await deployed.keymaker({ tenant });
    expect(await deployed.tenantRow(tenant)).toMatchObject({ state: 'open', epoch: 3 });
    expect(await fences()).toEqual(['open 3']);
  });

  it('lets members still be set and listed in the retrieval window', async () => {
    await end(operator);
    const body = { principal: { subject: 'carla' }, roles: ['admin'], name: 'Carla' };
    expect((await deployed.call('member.set', { as: anna, path, body })).status).toBe(200);
    expect((await deployed.call('member.list', { as: anna, path })).status).toBe(200);
  });
});

describe('undoing the end of a contract', () => {
  it('is refused while the contract has no end', async () => {
    expect(refusal(await undo(operator))).toBe('409 conflict');
    expect(refusal(await undo(anna))).toBe('409 conflict');
  });

  it('reinstates by the operator, with a new epoch that stops the workflow, and opens the shards', async () => {
    await end(operator);
    expect(await undo(operator)).toMatchObject({ status: 200, body: { state: 'open', epoch: 3 } });
    expect(await fences()).toEqual(['open 3']);
    expect(await dueMail()).toEqual(expect.arrayContaining(['contract-ended', 'contract-reinstated']));
    expect(await newest()).toBe('contract.reinstated');
    const row = await deployed.tenantRow(tenant);
    for (const name of ['endsAt', 'endedAt', 'purgeAt', 'endReason', 'agreedEndsAt', 'pendingTermination'])
      expect(row).not.toHaveProperty(name);
  });

  it('is not for admins when the operator ended it, or when it expired', async () => {
    await end(operator);
    expect(refusal(await undo(anna))).toBe('403 forbidden');
    tenant = await deployed.openTenant({ endsAt: inDays(1) });
    path = { tenant };
    later(2);
    expect(refusal(await undo(anna))).toBe('403 forbidden');
    expect(await undo(operator)).toMatchObject({ status: 200, body: { state: 'open', epoch: 2 } });
  });

  it('reinstates by one admin what admins ended', async () => {
    await end(anna);
    await confirm(boris);
    expect(await undo(anna)).toMatchObject({ status: 200, body: { state: 'open', epoch: 3 } });
  });

  it('drops an end that was only requested, or set for a later day', async () => {
    await end(anna);
    expect(await undo(boris)).toMatchObject({ status: 200, body: { state: 'open', epoch: 1 } });
    expect(await newest()).toBe('contract.end-dropped');
    expect(refusal(await confirm(boris))).toBe('409 conflict');
    await end(operator, inDays(3));
    expect(refusal(await undo(anna))).toBe('403 forbidden');
    expect((await undo(operator)).status).toBe(200);
    later(4);
    expect((await deployed.call('tenant.read', { as: anna, path })).body.state).toBe('open');
  });

  it('is too late once the purge has begun', async () => {
    await end(operator);
    await deployed.transact([{ table: 'vault', update: tenantRow.key(tenant), set: { state: 'purging' } }]);
    expect(refusal(await undo(operator))).toBe('409 conflict');
    expect((await deployed.tenantRow(tenant))?.state).toBe('purging');
  });
});
