import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { memberOperations } from '../../support/member-operations.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { objectsOf } from './objects.ts';
import { type Answered, send } from './send.ts';

const objects = ['individual', 'record', 'request', 'consent', 'disclosure', 'notice', 'member'] as const;
/** What a tenant names as it likes: whoever sets such a name gets their own, so that it is foreign to reads alone. */
const named = ['organisation', 'category'] as const;
const elsewhere = { organisation: 'hausarzt-west', category: 'health.elsewhere' };

/** Bodies that are valid, for operations on one object: else the input would be refused before the object is looked for. */
const validBodies: Readonly<Record<string, unknown>> = {
  'individual.update': { language: 'en' },
  'contact-change.confirm': { email: 'nobody@example.org' },
  'organisation.confirm': { legalName: 'Labor Nord GmbH', address: 'Werftstraße 1, 24143 Kiel' },
  'record.put': { category: 'contact', date: '2026-11-01', fields: { name: 'X' } },
  'record.batch': { records: [{ category: 'contact', date: '2026-11-01', fields: { name: 'X' } }] },
  'request.remind': {},
  'consent.revoke': { reason: 'error' },
};

let own: Scenario;
let other: Scenario;
let ownObjects: Record<string, string>;
let foreignObjects: Record<string, string>;

// The same principals are members of both practices: what keeps them apart is the path's tenant, and nothing else.
beforeAll(async () => {
  [own, other] = [await Scenario.open(), await Scenario.open()];
  ownObjects = await objectsOf(own);
  foreignObjects = { ...(await objectsOf(other)), ...(await onlyThere(other)) };
});

/**
 * A member, an organisation and a category that this tenant has and the other has not: a principal has the same id
 * everywhere, and codes are the tenants' own, so that those which both have are nobody's secret.
 */
async function onlyThere({ stage, path }: Scenario): Promise<Record<string, string>> {
  const { organisation, category } = elsewhere;
  const [laboratory, results] = await Promise.all([
    stage.does('admin', 'organisation.read', { path: { ...path, organisation: 'labor-sued' } }),
    stage.does('admin', 'category.read', { path: { ...path, category: 'health.lab' } }),
  ]);
  const { id: _, version: __, ...party } = laboratory;
  const { id: ___, version: ____, ...records } = results;
  await stage.does('admin', 'organisation.set', { path: { ...path, organisation }, body: party });
  await stage.does('admin', 'category.set', { path: { ...path, category }, body: records });
  const { id: member } = await stage.does('admin', 'member.set', {
    path,
    body: { principal: { subject: stage.system.principals.stranger.subject }, roles: ['auditor'] },
  });
  return { organisation, category, member };
}

/** Sends a call as the first of the roles that may. */
async function sendAs(operation: Operation, path: Record<string, string>): Promise<Answered> {
  const token = await own.stage.token(operation.who[0] as PrincipalName);
  const headers = { authorization: `Bearer ${token}` };
  return send(own.stage.system.api, operation, path, headers, validBodies[operation.name]);
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
    expect(foreign).toMatchObject({ status: 404, code: 'not-found' });
    expect(foreign).toEqual(absent);
  });

  if (operation.method === 'GET')
    it('finds it where it is', async () => {
      expect(await sendAs(operation, foreignObjects)).toMatchObject({ status: operation.status });
    });
});

describe('a name that another tenant has given', () => {
  it('is free here, and what it stands for there stays as it is', async () => {
    const { stage } = own;
    const { organisation } = elsewhere;
    const there = () => stage.does('admin', 'organisation.read', { path: { ...other.path, organisation } });
    const { id: _, version, ...party } = await there();
    const body = { ...party, legalName: 'Praxis Ost' };
    const written = await stage.does('admin', 'organisation.set', {
      path: { ...own.path, organisation },
      body,
    });
    expect(written.version).toBe(1);
    expect(await there()).toEqual({ id: organisation, version, ...party });
  });

  it('does not make its organisation one that a member here can act for', async () => {
    const { stage, path } = own;
    const { subject } = stage.system.principals.requester;
    const body = { principal: { subject }, roles: ['requester' as const], organisation: 'labor-ost' };
    const laboratory = await stage.does('admin', 'organisation.read', {
      path: { ...path, organisation: 'labor-sued' },
    });
    const { id: _, version: __, ...party } = laboratory;
    await stage.does('admin', 'organisation.set', {
      path: { ...other.path, organisation: body.organisation },
      body: party,
    });
    await stage.refuses('admin', 'member.set', { path, body }, 'invalid-request');
  });
});
