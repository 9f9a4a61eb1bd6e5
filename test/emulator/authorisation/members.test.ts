import '../../support/in-process/two-shards.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { type Got, principalOf, refusal } from '../../support/in-process/call.ts';
import { memberOperations } from '../../support/member-operations.ts';
import { anna, openScenario, operator, paul, rita, ute } from '../../support/scenario/in-process.ts';
import { memberCalls, objectsOf, wanted } from '../../support/scenario/objects.ts';

/** Every kind of member, and who it is: `removed` was an admin of the tenant, `stranger` is admin of another. */
const callers = {
  operator,
  admin: anna,
  provider: paul,
  requester: rita,
  auditor: ute,
  removed: principalOf('remo'),
  stranger: principalOf('stella'),
};
type CallerName = keyof typeof callers;

const below = (operation: Operation) => operation.path.startsWith('/v1/tenants/{tenant}');

let own: Record<string, string>;
let foreignTenant: string;
const absentTenant = `tnt_${'a'.repeat(32)}`;
/** Sends a call, whether it makes sense or not. It changes nothing: it expects a version that never was. */
let send: (operation: Operation, caller: CallerName, path?: Record<string, string>) => Promise<Got>;

beforeAll(async () => {
  const scenario = await openScenario();
  const removed = await scenario.member(scenario.tenant, 'remo', { roles: ['admin'] });
  await scenario.call('member.remove', { as: anna, path: { ...scenario.path, member: removed } });
  foreignTenant = await scenario.openTenant({ name: 'Elsewhere', firstAdmin: { subject: 'stella' } });
  own = await objectsOf(scenario);
  const call = await memberCalls();
  send = (operation, caller, path = {}) =>
    call(operation, {
      as: callers[caller],
      path: { ...own, ...path },
      headers: { 'if-match': '"v999999"' },
      ...(operation.body && { body: bodyFor(operation) }),
    });
}, 60_000);

/**
 * A body that is none, where the caller is admitted first. Where the handler reads the caller's authority together
 * with what it decides on, only a valid one gets that far.
 */
const bodyFor = (operation: Operation) => (operation.ownAuthority ? wanted(String(own.individual)) : {});

/** Whether the table lets a caller through to the operation, on a tenant of their own. */
const mayCall = (operation: Operation, caller: CallerName) => operation.who.some((role) => role === caller);

/** An answer without what differs each time. */
const same = ({ status, body }: Got) => ({ status, body: { ...body, instance: undefined } });

describe.each(memberOperations.map((operation) => [operation.name, operation] as const))(
  '%s',
  (_, operation) => {
    it.each(Object.keys(callers) as CallerName[])(
      'lets %s do what the table says, and no more',
      async (caller) => {
        const answer = await send(operation, caller);
        if (mayCall(operation, caller)) {
          expect([401, 404, 500, 502, 503]).not.toContain(answer.status);
          expect(refusal(answer)).not.toContain('forbidden');
        } else if ((caller === 'removed' || caller === 'stranger') && below(operation))
          expect(refusal(answer)).toBe('404 not-found');
        else expect(refusal(answer)).toBe('403 forbidden');
      },
    );

    if (!below(operation)) return;
    it('shows another tenant to nobody, as if it did not exist', async () => {
      for (const caller of ['admin', 'provider', 'requester', 'auditor', 'removed'] as const) {
        const [foreign, absent] = await Promise.all(
          [foreignTenant, absentTenant].map(async (tenant) => send(operation, caller, { tenant })),
        );
        expect(foreign && refusal(foreign)).toBe('404 not-found');
        expect(foreign && same(foreign)).toEqual(absent && same(absent));
      }
    });
  },
);
