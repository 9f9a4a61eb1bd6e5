import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../lambdas/contract/operation.ts';
import { allOperations } from '../../lambdas/contract/operations.ts';
import { openTenant } from '../../local/demo/chapters/practice.ts';
import type { PrincipalName } from '../../local/outputs.ts';
import { bearerToken } from '../../local/tokens.ts';
import { Scenario } from '../system/scenario.ts';
import { type Answered, send } from './send.ts';

/** Every kind of member, and what they are in the practice: `removed` was an admin, `stranger` is admin elsewhere. */
const callers = {
  operator: 'operator',
  admin: 'admin',
  provider: 'provider',
  requester: 'requester',
  auditor: 'auditor',
  removed: 'second-admin',
  stranger: 'stranger',
} as const satisfies Record<string, PrincipalName>;
type CallerName = keyof typeof callers;

const levels = ['public', 'link', 'standing', 'confirmed'];
const memberOperations = allOperations.filter(({ who }) => !who.some((caller) => levels.includes(caller)));
const below = (operation: Operation) => operation.path.startsWith('/v1/tenants/{tenant}');

let scenario: Scenario;
let own: Record<string, string>;
let foreignTenant: string;
let foreignIds: Record<string, string>;
const tokens = new Map<CallerName, string>();

const absentTenant = `tnt_${'a'.repeat(32)}`;
/** Nothing is changed by a call that expects a version that never was. */
const neverThere = { 'if-match': '"v999999"' };
const as = (caller: CallerName) => ({ authorization: `Bearer ${tokens.get(caller)}`, ...neverThere });

beforeAll(async () => {
  scenario = await Scenario.open();
  const { stage, practice, path } = scenario;
  const { consent, request } = await scenario.granted();
  const read = await scenario.read();
  if (!read.ok) throw new Error(`read: ${read.status}`);
  const removed = await stage.does('admin', 'member.list', { path });
  const second = removed.items.find(({ roles }) => roles.length === 1 && roles[0] === 'auditor');
  own = {
    tenant: practice.tenant,
    individual: scenario.individual,
    record: read.body.records[0]?.id ?? '',
    request,
    consent,
    disclosure: read.body.id,
    notice: practice.notice.id,
    version: '1',
    organisation: 'labor-sued',
    category: 'health.lab',
    member: second?.id ?? '',
  };
  await removeSecondAdmin();
  const other = await Scenario.open();
  foreignIds = { individual: other.individual, notice: other.practice.notice.id };
  const granted = await other.granted();
  const otherRead = await other.read();
  if (!otherRead.ok) throw new Error(`read: ${otherRead.status}`);
  Object.assign(foreignIds, {
    request: granted.request,
    consent: granted.consent,
    disclosure: otherRead.body.id,
    record: otherRead.body.records[0]?.id ?? '',
  });
  foreignTenant = await openTenant(stage, 'Elsewhere', 'stranger');
  await Promise.all(
    Object.entries(callers).map(async ([name, principal]) => {
      const { userPoolId, tokenScope, principals } = stage.system;
      const { clientId } = principals[principal];
      tokens.set(
        name as CallerName,
        await bearerToken({ account: stage.account, userPoolId, tokenScope, clientId }),
      );
    }),
  );
});

async function removeSecondAdmin(): Promise<void> {
  const { stage, path } = scenario;
  const { id } = await stage.does('admin', 'member.set', {
    path,
    body: {
      principal: { subject: stage.system.principals['second-admin'].subject },
      roles: ['admin'],
    },
    ifMatch: 1,
  });
  await stage.does('admin', 'member.remove', { path: { ...path, member: id } });
}

/** Whether the table lets a caller through to the operation, on a tenant of their own. */
function mayCall(operation: Operation, caller: CallerName): boolean {
  return operation.who.some((role) => role === caller);
}

/**
 * A body that is none, where the caller is admitted first. Where the handler reads the caller's authority together
 * with what it decides on, only a valid one gets that far.
 */
const bodyFor = (operation: Operation) =>
  operation.ownAuthority
    ? { individualId: scenario.individual, purpose: 'MedicalHealth', categories: ['health.lab'] }
    : {};

function expectAdmitted(answer: Answered): void {
  expect([401, 404, 500, 502, 503]).not.toContain(answer.status);
  expect(answer.code).not.toBe('forbidden');
}

describe.each(memberOperations.map((operation) => [operation.name, operation] as const))(
  '%s',
  (_, operation) => {
    it('refuses a call without a token', async () => {
      const answer = await send(scenario.stage.system.api, operation, own, neverThere);
      expect(answer).toMatchObject({ status: 401, code: 'unauthenticated' });
    });

    it.each(Object.keys(callers) as CallerName[])(
      'lets %s do what the table says, and no more',
      async (caller) => {
        const answer = await send(scenario.stage.system.api, operation, own, as(caller), bodyFor(operation));
        if (mayCall(operation, caller)) expectAdmitted(answer);
        else if (caller === 'removed' || caller === 'stranger')
          expect(answer).toMatchObject(
            below(operation) ? { status: 404, code: 'not-found' } : { status: 403, code: 'forbidden' },
          );
        else expect(answer).toMatchObject({ status: 403, code: 'forbidden' });
      },
    );

    if (!below(operation)) return;
    it('shows another tenant to nobody, as if it did not exist', async () => {
      for (const caller of ['admin', 'provider', 'requester', 'auditor', 'removed'] as const) {
        const [foreign, absent] = await Promise.all(
          [foreignTenant, absentTenant].map((tenant) =>
            send(scenario.stage.system.api, operation, { ...own, tenant }, as(caller), bodyFor(operation)),
          ),
        );
        expect(foreign).toMatchObject({ status: 404, code: 'not-found' });
        expect(foreign).toEqual(absent);
      }
    });
  },
);

const objects = ['individual', 'record', 'request', 'consent', 'disclosure', 'notice'] as const;
/** Bodies that are valid, for operations on one object: else the input would be refused before the object is looked for. */
const validBodies: Readonly<Record<string, unknown>> = {
  'individual.update': { language: 'en' },
  'record.put': { category: 'contact', date: '2026-11-01', fields: { name: 'X' } },
  'record.batch': { records: [{ category: 'contact', date: '2026-11-01', fields: { name: 'X' } }] },
  'request.remind': {},
  'consent.revoke': { reason: 'error' },
};

describe.each(
  memberOperations.flatMap((operation) =>
    objects
      .filter((object) => operation.path.includes(`{${object}}`))
      .map((object) => [operation.name, object, operation] as const),
  ),
)('%s on a foreign %s', (name, object, operation) => {
  it('is answered as for one that does not exist', async () => {
    if (operation.body) expect(Object.keys(validBodies)).toContain(name);
    const role = operation.who[0] as CallerName;
    const absentId = (own[object] ?? '').replace(/[0-9a-f]{64}$|[0-9a-f]{32}$/, (digits) =>
      'b'.repeat(digits.length),
    );
    const [foreign, absent] = await Promise.all(
      [foreignIds[object] ?? '', absentId].map((id) =>
        send(
          scenario.stage.system.api,
          operation,
          { ...own, ...(object === 'individual' && { record: `rec_${'b'.repeat(64)}` }), [object]: id },
          { authorization: `Bearer ${tokens.get(role)}` },
          validBodies[name],
        ),
      ),
    );
    expect(foreign).toMatchObject({ status: 404, code: 'not-found' });
    expect(foreign).toEqual(absent);
  });
});
