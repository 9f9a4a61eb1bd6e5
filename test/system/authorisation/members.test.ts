import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { openTenant } from '../../../local/demo/chapters/practice.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { bearerToken } from '../../../local/emulator/tokens.ts';
import { memberOperations } from '../../support/member-operations.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { objectsOf } from './objects.ts';
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

const below = (operation: Operation) => operation.path.startsWith('/v1/tenants/{tenant}');

let scenario: Scenario;
let own: Record<string, string>;
const tokens = new Map<CallerName, string>();

/** Nothing is changed by a call that expects a version that never was. */
const neverThere = { 'if-match': '"v999999"' };
const as = (caller: CallerName) => ({ authorization: `Bearer ${tokens.get(caller)}`, ...neverThere });

beforeAll(async () => {
  scenario = await Scenario.open();
  const { stage } = scenario;
  own = await objectsOf(scenario);
  await removeSecondAdmin();
  await openTenant(stage, 'Elsewhere', 'stranger');
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

/** One operation below a tenant of each function: what a function's code decides is shown in this process. */
const oneEach = [
  ...new Map(memberOperations.filter(below).map((operation) => [operation.function, operation] as const)),
];

describe.each(oneEach)('function %s', (_, operation) => {
  it.each(Object.keys(callers) as CallerName[])(
    'is told by API Gateway who %s is, and lets them do what the table says',
    async (caller) => {
      const answer = await send(scenario.stage.system.api, operation, own, as(caller), bodyFor(operation));
      if (mayCall(operation, caller)) expectAdmitted(answer);
      else if (caller === 'removed' || caller === 'stranger')
        expect(answer).toMatchObject({ status: 404, code: 'not-found' });
      else expect(answer).toMatchObject({ status: 403, code: 'forbidden' });
    },
  );
});
