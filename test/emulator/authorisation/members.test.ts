import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { callsOf, type Got, principalOf, refusal } from '../../support/in-process/call.ts';
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
  const call = callsOf(await memberFunctions());
  send = (operation, caller, path = {}) =>
    call(operation.name as Parameters<typeof call>[0], {
      as: callers[caller],
      path: variablesOf(operation, { ...own, ...path }),
      headers: { 'if-match': '"v999999"' },
      ...(operation.body && { body: bodyFor(operation) }),
    });
}, 60_000);

/** Those of the path variables that an operation's path has. */
const variablesOf = ({ path }: Operation, all: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => path.includes(`{${name}}`)));

/** The functions that members call. */
async function memberFunctions() {
  return {
    tenants: (await import('../../../lambdas/functions/tenants.ts')).handler,
    catalogue: (await import('../../../lambdas/functions/catalogue.ts')).handler,
    records: (await import('../../../lambdas/functions/records.ts')).handler,
    consents: (await import('../../../lambdas/functions/consents.ts')).handler,
    disclosures: (await import('../../../lambdas/functions/disclosures.ts')).handler,
    evidence: (await import('../../../lambdas/functions/evidence.ts')).handler,
    rights: (await import('../../../lambdas/functions/rights.ts')).handler,
  };
}

/** Path variables that lead to what is there: one object of a practice for each kind a path can name. */
async function objectsOf(scenario: Scenario): Promise<Record<string, string>> {
  const individual = await scenario.enrol();
  await scenario.store(individual, {
    category: 'health.lab',
    date: '2026-10-01',
    fields: { test: 'HbA1c', loinc: '4548-4', value: 5.4, unit: '%' },
  });
  const request = await scenario.request(individual);
  const { consent } = await scenario.grant(request);
  const read = await scenario.disclosures('disclosure.create', { body: wanted(individual) });
  const [record] = read.body.records as { readonly id: string }[];
  return {
    tenant: scenario.tenant,
    individual,
    record: String(record?.id),
    request,
    consent,
    disclosure: String(read.body.id),
    notice: String(scenario.notice.id),
    version: '1',
    organisation: 'labor-sued',
    category: 'health.lab',
    member: ute,
  };
}

const wanted = (individualId: string) => ({
  individualId,
  purpose: 'MedicalHealth',
  categories: ['health.lab'],
});

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
