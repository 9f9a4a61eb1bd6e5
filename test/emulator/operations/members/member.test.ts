import '../../../support/in-process/two-shards.ts';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberRow } from '../../../../lambdas/model/member-rows.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import { anna, type Deployment, deployment, operator } from '../../../support/in-process/deployment.ts';

const boris = principalOf('boris');
const uwe = principalOf('uwe');
let deployed: Deployment;
let tenant: string;
let path: { tenant: string };

beforeAll(async () => {
  deployed = await deployment();
}, 60_000);
beforeEach(async () => {
  tenant = await deployed.openTenant();
  path = { tenant };
});

const set = (as: string, subject: string, body: object, headers = {}) =>
  deployed.call('member.set', { as, path, body: { principal: { subject }, ...body }, headers });

async function organisation(code = 'labor-sued') {
  const body = {
    legalName: 'Labor Süd GmbH',
    contact: { address: 'Lindwurmstraße 60, 80337 München' },
    officer: { name: 'Dr. Miriam Vogt', contact: 'datenschutz@labor-sued.example.org' },
    country: 'DE',
    role: 'controller',
    verified: { by: 'Verwaltung', at: '2026-11-02T09:00:00Z' },
  };
  await deployed.call('organisation.set', { as: anna, path: { tenant, organisation: code }, body });
}

describe('setting a member', () => {
  it('refuses one who would both provide and request', async () => {
    await organisation();
    const answer = await set(anna, 'paul', { roles: ['provider', 'requester'], organisation: 'labor-sued' });
    expect(refusal(answer)).toBe('403 separation-of-duties');
  });

  it('refuses a requester without an organisation, with one that does not exist, and others with one', async () => {
    await organisation();
    for (const body of [
      { roles: ['requester'] },
      { roles: ['requester'], organisation: 'labor-nord' },
      { roles: ['auditor'], organisation: 'labor-sued' },
    ]) {
      const answer = await set(anna, 'rita', body);
      expect(refusal(answer)).toBe('400 invalid-request');
      expect(answer.body.errors).toMatchObject([{ pointer: '/organisation' }]);
    }
  });

  it('refuses to give the right to emergency access on one admin’s word', async () => {
    await organisation();
    const body = { roles: ['requester'], organisation: 'labor-sued', rights: ['emergency'] };
    expect(refusal(await set(anna, 'rita', body))).toBe('403 separation-of-duties');
  });

  it('lets nobody change their own membership, but their name and address', async () => {
    for (const body of [
      { roles: ['admin', 'auditor'] },
      { roles: ['auditor'] },
      { roles: ['admin'], rights: ['emergency'] },
    ])
      expect(refusal(await set(anna, 'anna', body))).toBe('403 separation-of-duties');
    const named = await set(anna, 'anna', { roles: ['admin'], name: 'Anna', email: 'anna@example.org' });
    expect(named).toMatchObject({ status: 200, body: { id: anna, version: 2 } });
    const read = await deployed.call('member.read', { as: anna, path: { tenant, member: anna } });
    expect(read.body).toMatchObject({ name: 'Anna', email: 'anna@example.org', roles: ['admin'] });
  });

  it('lets an operator set admins only, and never one who operates', async () => {
    expect(refusal(await set(operator, 'paul', { roles: ['provider'] }))).toBe('403 forbidden');
    expect(refusal(await set(operator, 'paul', { roles: ['admin', 'provider'] }))).toBe('403 forbidden');
    expect(refusal(await set(operator, 'olga', { roles: ['admin'] }))).toBe('403 separation-of-duties');
    expect(refusal(await set(anna, 'olga', { roles: ['auditor'] }))).toBe('403 separation-of-duties');
    expect(await set(operator, 'boris', { roles: ['admin'] })).toMatchObject({
      status: 200,
      body: { id: boris },
    });
  });

  it('is not for other roles, and takes effect on the next call', async () => {
    await set(anna, 'uwe', { roles: ['auditor'] });
    expect(refusal(await set(uwe, 'paul', { roles: ['provider'] }))).toBe('403 forbidden');
    await set(anna, 'uwe', { roles: ['admin'] });
    expect((await set(uwe, 'paul', { roles: ['provider'] })).status).toBe(200);
  });

  it('replaces with If-Match only the version that it names', async () => {
    await set(anna, 'uwe', { roles: ['auditor'] });
    const stale = { 'If-Match': '"v7"' };
    expect(refusal(await set(anna, 'uwe', { roles: ['provider'] }, stale))).toBe('412 version-mismatch');
    expect(refusal(await set(anna, 'new', { roles: ['provider'] }, stale))).toBe('412 version-mismatch');
    expect(await set(anna, 'uwe', { roles: ['provider'] }, { 'If-Match': '"v1"' })).toMatchObject({
      status: 200,
      headers: { ETag: '"v2"' },
    });
  });

  it('keeps since when they are a member and their reference, whatever changes', async () => {
    await set(anna, 'uwe', { roles: ['auditor'], name: 'Uwe' });
    const key = memberRow.key(tenant, uwe);
    const [before] = await deployed.read([{ table: 'vault', key }]);
    await set(anna, 'uwe', { roles: ['provider'] });
    const [after] = await deployed.read([{ table: 'vault', key }]);
    expect([after?.ref, after?.since]).toEqual([before?.ref, before?.since]);
    expect(after).not.toHaveProperty('sealed');
  });

  it('loses nothing when two set the same member at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => set(anna, 'uwe', { roles: ['auditor'] })));
    const done = answers.filter(({ status }) => status === 200).length;
    expect(done).toBeGreaterThanOrEqual(1);
    expect((await deployed.log(tenant)).filter((type) => type === 'member.set')).toHaveLength(done);
  });

  it('stores names and addresses sealed only', async () => {
    await set(anna, 'uwe', { roles: ['auditor'], name: 'Uwe Unverwechselbar', email: 'uwe@example.org' });
    const rows = await deployed.queryAll({ table: 'vault', pk: `T#${tenant}#t` });
    expect(JSON.stringify(rows)).not.toMatch(/Unverwechselbar|uwe@/);
  });
});

describe('reading members', () => {
  it('shows names to admins, not to auditors, and nothing to others', async () => {
    await set(anna, 'uwe', { roles: ['auditor'], name: 'Uwe', email: 'uwe@example.org' });
    await set(anna, 'paul', { roles: ['provider'] });
    const member = { tenant, member: uwe };
    expect((await deployed.call('member.read', { as: anna, path: member })).body).toMatchObject({
      name: 'Uwe',
      email: 'uwe@example.org',
    });
    const { body } = await deployed.call('member.read', { as: uwe, path: member });
    expect(body).toMatchObject({ id: uwe, roles: ['auditor'] });
    expect(body).not.toHaveProperty('name');
    expect(body).not.toHaveProperty('email');
    const list = await deployed.call('member.list', { as: uwe, path });
    expect(JSON.stringify(list.body)).not.toContain('example.org');
    expect((list.body.items as unknown[]).length).toBe(3);
    for (const as of [principalOf('paul'), operator])
      expect(refusal(await deployed.call('member.list', { as, path }))).toBe('403 forbidden');
  });

  it('finds nobody who is not there', async () => {
    const answer = await deployed.call('member.read', { as: anna, path: { tenant, member: boris } });
    expect(refusal(answer)).toBe('404 not-found');
    const odd = await deployed.call('member.read', { as: anna, path: { tenant, member: 'boris' } });
    expect(refusal(odd)).toBe('404 not-found');
  });
});

describe('removing a member', () => {
  const remove = (as: string, member: string, headers = {}) =>
    deployed.call('member.remove', { as, path: { tenant, member }, headers });

  it('lets nobody remove themselves, so that the last admin stays', async () => {
    expect(refusal(await remove(anna, anna))).toBe('403 separation-of-duties');
    expect(refusal(await remove(operator, anna))).toBe('403 forbidden');
  });

  it('leaves an admin when two remove each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      tenant = await deployed.openTenant();
      path = { tenant };
      await set(anna, 'boris', { roles: ['admin'] });
      await Promise.all([remove(anna, boris), remove(boris, anna)]);
      const left = await deployed.read(
        [anna, boris].map((id) => ({ table: 'vault' as const, key: memberRow.key(tenant, id) })),
      );
      expect(left.filter((row) => row !== undefined)).toHaveLength(1);
    }
  });

  it('takes effect on the next call, once, and only for the version named', async () => {
    await set(anna, 'uwe', { roles: ['auditor'] });
    expect((await deployed.call('member.list', { as: uwe, path })).status).toBe(200);
    expect(refusal(await remove(anna, uwe, { 'If-Match': '"v2"' }))).toBe('412 version-mismatch');
    expect((await remove(anna, uwe, { 'If-Match': '"v1"' })).status).toBe(204);
    expect(refusal(await deployed.call('member.list', { as: uwe, path }))).toBe('404 not-found');
    expect(refusal(await remove(anna, uwe))).toBe('404 not-found');
    expect(await deployed.log(tenant)).toEqual([
      'tenant.created',
      'tenant.opened',
      'member.set',
      'member.removed',
      'operation.refused: not-found',
    ]);
  });
});
