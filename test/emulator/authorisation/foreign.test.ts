import '../../support/in-process/two-shards.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { categories, laborSued } from '../../../local/demo/praxis-nord.ts';
import { type Got, refusal, type Sent } from '../../support/in-process/call.ts';
import { memberOperations } from '../../support/member-operations.ts';
import {
  anna,
  openScenario,
  operator,
  paul,
  rita,
  type Scenario,
  ute,
} from '../../support/scenario/in-process.ts';
import { memberCalls, objectsOf } from '../../support/scenario/objects.ts';

const objects = [
  'individual',
  'record',
  'request',
  'consent',
  'disclosure',
  'notice',
  'member',
  'export',
  'deletion',
] as const;
/** What a tenant names as it likes: whoever sets such a name gets their own, so that it is foreign to reads alone. */
const named = ['organisation', 'category'] as const;
const elsewhere = { organisation: 'hausarzt-west', category: 'health.elsewhere' };

/**
 * Bodies that are valid, for operations on one object: else the input would be refused before the object is looked for.
 */
const validBodies: Readonly<Record<string, unknown>> = {
  'individual.update': { language: 'en' },
  'erasure.request': {},
  'erasure.confirm': { individualId: `ind_${'b'.repeat(32)}` },
  'contact-change.confirm': { email: 'nobody@example.org' },
  'deletion.answer': { answer: 'deleted' },
  'organisation.confirm': { legalName: 'Labor Nord GmbH', address: 'Werftstraße 1, 24143 Kiel' },
  'restriction.set': {},
  'individual-hold.set': { reason: 'a claim', authority: 'a court', until: '2999-01-01T00:00:00Z' },
  'individual-hold.release-confirm': { until: '2999-01-01T00:00:00Z' },
  'record.put': { category: 'contact', date: '2026-11-01', fields: { name: 'X' } },
  'record.batch': { records: [{ category: 'contact', date: '2026-11-01', fields: { name: 'X' } }] },
  'request.remind': {},
  'consent.revoke': { reason: 'error' },
  'export.confirm': { scope: 'evidence', thumbprint: 'A'.repeat(43) },
};

/** What an export has once it is done; the one here is not. */
const notReady = new Set(['export.manifest', 'export.part-list', 'export.part']);

let own: Scenario;
let other: Scenario;
let ownObjects: Record<string, string>;
let foreignObjects: Record<string, string>;
let call: Awaited<ReturnType<typeof memberCalls>>;

// The same principals are members of both practices: what keeps them apart is the path's tenant, and nothing else.
beforeAll(async () => {
  own = await openScenario();
  other = await openScenario(own);
  ownObjects = await objectsOf(own);
  foreignObjects = { ...(await objectsOf(other)), ...(await onlyThere(other)) };
  call = await memberCalls();
}, 60_000);

/**
 * A member, an organisation and a category that this tenant has and the other has not: a principal has the same id
 * everywhere, and codes are the tenants' own, so that those which both have are nobody's secret.
 */
async function onlyThere({ member, path, tenant }: Scenario): Promise<Record<string, string>> {
  const { organisation, category } = elsewhere;
  await does('organisation.set', { path: { ...path, organisation }, body: laborSued });
  await does('category.set', { path: { ...path, category }, body: categories['health.lab'] });
  return { organisation, category, member: await member(tenant, 'stella', { roles: ['auditor'] }) };
}

/** What an admin does, in either practice. */
async function does(name: Parameters<Scenario['call']>[0], sent: Sent): Promise<Got> {
  const got = await own.call(name, { as: anna, ...sent });
  if (got.status >= 300) throw new Error(`${name}: ${JSON.stringify(got.body)}`);
  return got;
}

const principals: Readonly<Record<string, string>> = {
  operator,
  admin: anna,
  provider: paul,
  requester: rita,
  auditor: ute,
};

/** Sends a call as the first of the roles that may; without what differs each time. */
async function sendAs(operation: Operation, path: Record<string, string>) {
  const got = await call(operation, {
    as: principals[operation.who[0] ?? ''] ?? '',
    path,
    ...(operation.body && { body: validBodies[operation.name] }),
  });
  return { status: got.status, body: { ...got.body, instance: undefined } };
}

/** An id of the same form that nobody has. */
const absentFor = (id: string) =>
  id.replace(/[0-9a-f]{64}$|[0-9a-f]{32}$|\w+$/, (digits) => 'b'.repeat(digits.length));

describe.each(
  memberOperations.flatMap((operation) =>
    [...objects, ...(operation.method === 'GET' ? named : [])]
      .filter((object) => operation.path.includes(`{${object}}`))
      .map((object) => [operation.name, object, operation] as const),
  ),
)('%s on a foreign %s', (name, object, operation) => {
  it('is answered as for one that does not exist', async () => {
    if (operation.body) expect(Object.keys(validBodies)).toContain(name);
    const id = foreignObjects[object] ?? '';
    const path = { ...ownObjects, ...(object === 'individual' && { record: `rec_${'b'.repeat(64)}` }) };
    const [foreign, absent] = await Promise.all([
      sendAs(operation, { ...path, [object]: id }),
      sendAs(operation, { ...path, [object]: absentFor(id) }),
    ]);
    expect(foreign).toMatchObject({ status: 404, body: { type: 'urn:habeas:problem:not-found' } });
    expect(foreign).toEqual(absent);
  });

  if (operation.method === 'GET')
    it('finds it where it is', async () => {
      expect((await sendAs(operation, foreignObjects)).status).toBe(
        notReady.has(name) ? 409 : operation.status,
      );
    });
});

describe('a name that another tenant has given', () => {
  it('is free here, and what it stands for there stays as it is', async () => {
    const { organisation } = elsewhere;
    const there = () => does('organisation.read', { path: { ...other.path, organisation } });
    const before = (await there()).body;
    const written = await does('organisation.set', {
      path: { ...own.path, organisation },
      body: { ...laborSued, legalName: 'Praxis Ost' },
    });
    expect(written.body.version).toBe(1);
    expect((await there()).body).toEqual(before);
  });

  it('does not make its organisation one that a member here can act for', async () => {
    const organisation = 'labor-ost';
    await does('organisation.set', { path: { ...other.path, organisation }, body: laborSued });
    const body = { principal: { subject: 'rita' }, roles: ['requester'], organisation };
    expect(refusal(await own.call('member.set', { as: anna, path: own.path, body }))).toBe(
      '400 invalid-request',
    );
  });
});
