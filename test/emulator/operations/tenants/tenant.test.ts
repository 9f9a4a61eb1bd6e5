import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { principalOf } from '../../../support/in-process/call.ts';
import {
  anna,
  type Deployment,
  deployment,
  operator,
  practice,
} from '../../../support/in-process/deployment.ts';
import { recordCalls } from '../../../support/in-process/recorded-calls.ts';

let deployed: Deployment;
beforeAll(async () => {
  deployed = await deployment();
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

const pointers = (body: Readonly<Record<string, unknown>>) =>
  (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

describe('creating a tenant', () => {
  it('is for operators: nobody else learns whether it would work', async () => {
    for (const as of [anna, principalOf('nobody')]) {
      const { status, body } = await deployed.call('tenant.create', { as, body: practice });
      expect([status, body.type]).toEqual([403, 'urn:habeas:problem:forbidden']);
    }
    expect((await deployed.call('tenant.create', { body: practice })).status).toBe(401);
    expect(await deployed.log()).toContain('operation.refused: forbidden');
  });

  it('writes the refusal of a stranger once an hour, and asks no more of the log in between', async () => {
    const as = principalOf('somebody else');
    const { dynamo } = await import('../../../../lambdas/platform/dynamodb/reads.ts');
    const calls = recordCalls([dynamo]);
    const refused = async () => {
      calls.clear();
      expect((await deployed.call('tenant.create', { as, body: practice })).status).toBe(403);
      return calls.made().filter((one) => one.includes('evidence'));
    };
    expect(await refused()).toEqual(['TransactWriteItemsCommand Put evidence Put evidence']);
    expect(await refused()).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3600_000 });
    expect(await refused()).toHaveLength(1);
  });

  it.each([
    ['an unknown member', { admin: true }, '/admin'],
    ['no country', { country: 'Germany' }, '/country'],
    ['a time zone that does not exist', { timeZone: 'Europe/Flensburg' }, '/timeZone'],
    ['an end that has come', { endsAt: '2020-01-01T00:00:00Z' }, '/endsAt'],
    ['a language it does not speak', { languages: ['fr'] }, '/languages/0'],
    ['a phone that is none', { helpPhone: 'call us' }, '/helpPhone'],
    ['no first admin', { firstAdmin: {} }, '/firstAdmin/subject'],
  ])('refuses %s', async (_, over, pointer) => {
    const { status, body } = await deployed.call('tenant.create', {
      as: operator,
      body: { ...practice, ...over },
    });
    expect(status).toBe(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('refuses an operator as admin: operators never see personal data', async () => {
    const { status, body } = await deployed.call('tenant.create', {
      as: operator,
      body: { ...practice, firstAdmin: { subject: 'olga' } },
    });
    expect([status, body.type]).toEqual([403, 'urn:habeas:problem:separation-of-duties']);
  });

  it('answers 202 with a tenant that is being provisioned, and its admin may read it at once', async () => {
    const { status, body, headers } = await deployed.call('tenant.create', { as: operator, body: practice });
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'provisioning', version: 1 });
    const tenant = body.id as string;
    expect(headers.Location).toBe(`/v1/tenants/${tenant}`);
    const read = await deployed.call('tenant.read', { as: anna, path: { tenant } });
    expect(read).toMatchObject({
      status: 200,
      headers: { ETag: '"v1"' },
      body: { id: tenant, name: 'Praxis Nord', state: 'provisioning', country: 'DE' },
    });
    expect(await deployed.log(tenant)).toEqual(['tenant.created']);
    const members = await deployed.call('member.list', { as: anna, path: { tenant } });
    expect(members.body.items).toMatchObject([{ id: anna, roles: ['admin'], rights: [], version: 1 }]);
  });

  it('lets nothing be written by members before the keymaker is done', async () => {
    const tenant = await deployed.createTenant();
    const body = { principal: { subject: 'paul' }, roles: ['auditor'] };
    const early = await deployed.call('member.set', { as: anna, path: { tenant }, body });
    expect([early.status, early.body.type]).toEqual([409, 'urn:habeas:problem:tenant-not-open']);
    await deployed.keymaker({ tenant });
    expect((await deployed.call('member.set', { as: anna, path: { tenant }, body })).status).toBe(200);
    expect(await deployed.log(tenant)).toEqual([
      'tenant.created',
      'operation.refused: tenant-not-open',
      'tenant.opened',
      'member.set',
    ]);
  });

  it('happens once per Idempotency-Key, and never for another body', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const sent = { as: operator, body: practice, headers };
    const first = await deployed.call('tenant.create', sent);
    const answers = await Promise.all([1, 2, 3].map(() => deployed.call('tenant.create', sent)));
    for (const { status, body } of answers) expect([status, body.id]).toEqual([202, first.body.id]);
    const other = await deployed.call('tenant.create', { ...sent, body: { ...practice, country: 'DK' } });
    expect([other.status, other.body.type]).toEqual([409, 'urn:habeas:problem:idempotency-mismatch']);
  });

  it('happens once when the same call comes twice at once', async () => {
    const sent = { as: operator, body: practice, headers: { 'Idempotency-Key': 'twice' } };
    const answers = await Promise.all([1, 2, 3, 4].map(() => deployed.call('tenant.create', sent)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('reading tenants', () => {
  it('tells a stranger the same about a tenant that exists and one that does not', async () => {
    const tenant = await deployed.createTenant();
    const stranger = principalOf('stranger');
    const [own, none] = await Promise.all(
      [tenant, `tnt_${'0'.repeat(32)}`].map((id) =>
        deployed.call('tenant.read', { as: stranger, path: { tenant: id } }),
      ),
    );
    const { instance: _, ...first } = own?.body ?? {};
    const { instance: __, ...second } = none?.body ?? {};
    expect([own?.status, first]).toEqual([404, second]);
    expect([none?.status, first.type]).toEqual([404, 'urn:habeas:problem:not-found']);
    expect(await deployed.log(tenant)).toEqual(['tenant.created']);
  });

  it('lists tenants newest first, page by page, with cursors good for this caller and list only', async () => {
    const made: string[] = [];
    for (let i = 0; i < 3; i++) made.push(await deployed.createTenant());
    const page = await deployed.call('tenant.list', { as: operator, query: { limit: '2' } });
    expect((page.body.items as { id: string }[]).map(({ id }) => id)).toEqual(made.toReversed().slice(0, 2));
    const cursor = page.body.next as string;
    const next = await deployed.call('tenant.list', { as: operator, query: { limit: '1', cursor } });
    expect((next.body.items as { id: string }[]).map(({ id }) => id)).toEqual(made.slice(0, 1));
    const [tenant = ''] = made;
    const elsewhere = await deployed.call('member.list', { as: anna, path: { tenant }, query: { cursor } });
    expect([elsewhere.status, pointers(elsewhere.body)]).toEqual([400, ['/cursor']]);
    expect((await deployed.call('tenant.list', { as: anna })).status).toBe(403);
  });

  it('shows an expired contract as ended, before any job has run', async () => {
    const endsAt = new Date(Date.now() + 400).toISOString();
    const tenant = await deployed.openTenant({ endsAt });
    await expect
      .poll(async () => (await deployed.call('tenant.read', { as: anna, path: { tenant } })).body.state)
      .toBe('retrieval');
    expect((await deployed.tenantRow(tenant))?.state).toBe('open');
  });
});
