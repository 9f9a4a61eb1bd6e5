import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../lambdas/domain/members/two-persons.ts';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import { type Role, tenantStates } from '../../../../lambdas/domain/tenants/tenancy.ts';
import {
  type Contract,
  confirmingEnd,
  settingEnd,
  undoingEnd,
} from '../../../../lambdas/domain/tenants/termination.ts';

const now = '2026-03-01T12:00:00.000Z';
const past = '2026-02-01T00:00:00.000Z';
const soon = '2026-04-01T00:00:00.000Z';
const late = '2026-12-31T00:00:00.000Z';
const open: Contract = { state: 'open', epoch: 1 };
const operator: Role[] = ['operator'];
const admin: Role[] = ['admin'];

function problem(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'none';
}

describe('setting the end of a contract', () => {
  it.each(tenantStates.filter((state) => state !== 'open' && state !== 'provisioning'))(
    'is too late in %s, for anybody',
    (state) => {
      for (const roles of [operator, admin])
        expect(problem(() => settingEnd({ state, epoch: 1 }, roles, soon, now))).toBe('conflict');
    },
  );

  it('is too late once the agreed end has come, though the row still says open', () => {
    const expired = { ...open, endsAt: past, agreedEndsAt: past };
    expect(problem(() => settingEnd(expired, operator, undefined, now))).toBe('conflict');
  });

  it('is refused for an instant that has come, to the millisecond', () => {
    expect(problem(() => settingEnd(open, operator, now, now))).toBe('invalid-request');
    expect(settingEnd(open, operator, '2026-03-01T12:00:00.001Z', now).step).toBe('fix');
  });

  it('takes effect at once for the operator, with a second admin for an admin', () => {
    expect(settingEnd(open, operator, undefined, now)).toEqual({ step: 'end' });
    expect(settingEnd(open, operator, soon, now)).toEqual({ step: 'fix', endsAt: soon });
    expect(settingEnd(open, admin, undefined, now)).toEqual({ step: 'request' });
    expect(settingEnd(open, admin, soon, now)).toEqual({ step: 'request' });
  });

  it('lets admins bring an agreed end forward, and only the operator put it off', () => {
    const agreed = { ...open, endsAt: soon, agreedEndsAt: soon };
    expect(problem(() => settingEnd(agreed, admin, late, now))).toBe('forbidden');
    expect(settingEnd(agreed, operator, late, now)).toEqual({ step: 'fix', endsAt: late });
    expect(settingEnd({ ...agreed, agreedEndsAt: late }, admin, soon, now)).toEqual({ step: 'request' });
  });
});

describe('confirming the end of a contract', () => {
  const asked = (endsAt?: string): Contract => ({
    ...open,
    pendingTermination: { by: 'a', at: past, endsAt },
  });
  const long = '2025-01-01T00:00:00.000Z';
  const a: Person = { id: 'a', roles: admin, adminSince: long };
  const b: Person = { ...a, id: 'b' };
  const soonAfter = '2026-02-05T00:00:00.000Z';
  const confirming = (
    contract: Contract,
    over: { requester?: Person; confirmer?: Person } = {},
    endsAt?: string,
    at = soonAfter,
  ) => confirmingEnd(contract, { requester: a, confirmer: b, ...over }, endsAt, at);

  it('takes a pending end, another admin, and a first admin who still is one', () => {
    expect(problem(() => confirming(open))).toBe('conflict');
    expect(problem(() => confirming(asked(), { confirmer: a }))).toBe('separation-of-duties');
    expect(problem(() => confirming(asked(), { requester: { ...a, roles: [] } }))).toBe('conflict');
    expect(problem(() => confirming({ ...asked(), state: 'retrieval' }))).toBe('conflict');
  });

  it('names the end that was requested, within seven days', () => {
    expect(problem(() => confirming(asked(soon)))).toBe('conflict');
    expect(problem(() => confirming(asked(), {}, soon))).toBe('conflict');
    expect(problem(() => confirming(asked(soon), {}, late))).toBe('conflict');
    expect(problem(() => confirming(asked(), {}, undefined, '2026-02-08T00:00:00.001Z'))).toBe('conflict');
  });

  it('ends the contract, or fixes its end', () => {
    expect(confirming(asked())).toEqual({ step: 'end' });
    expect(confirming(asked(past), {}, past)).toEqual({ step: 'end' });
    expect(confirming(asked(soon), {}, soon)).toEqual({ step: 'fix', endsAt: soon });
  });

  it('never puts off what the operator has set meanwhile', () => {
    const overtaken = { ...asked(late), endsAt: soon, agreedEndsAt: soon };
    expect(problem(() => confirming(overtaken, {}, late))).toBe('forbidden');
  });
});

describe('undoing the end of a contract', () => {
  it.each(['purging', 'purged'] as const)('has no way back from %s', (state) => {
    const ended = { state, epoch: 2, endsAt: past, agreedEndsAt: past };
    for (const roles of [operator, admin])
      expect(problem(() => undoingEnd(ended, roles, now))).toBe('conflict');
  });

  it('is refused while the contract has no end', () => {
    for (const roles of [operator, admin])
      expect(problem(() => undoingEnd(open, roles, now))).toBe('conflict');
  });

  it('set by the operator is for the operator alone', () => {
    const ended: Contract = { state: 'retrieval', epoch: 2, endsAt: past, agreedEndsAt: past };
    expect(problem(() => undoingEnd(ended, admin, now))).toBe('forbidden');
    expect(undoingEnd(ended, operator, now)).toEqual({ step: 'reinstate', endsAt: undefined });
    const expired = { ...ended, state: 'open' } as const;
    expect(problem(() => undoingEnd(expired, admin, now))).toBe('forbidden');
    expect(undoingEnd(expired, operator, now)).toEqual({ step: 'reinstate', endsAt: undefined });
  });

  it('set by admins takes one admin, and leaves what was agreed', () => {
    const ended: Contract = { state: 'retrieval', epoch: 2, endsAt: past, agreedEndsAt: late };
    expect(undoingEnd(ended, admin, now)).toEqual({ step: 'reinstate', endsAt: late });
    const set: Contract = { ...open, endsAt: soon, agreedEndsAt: late };
    expect(undoingEnd(set, admin, now)).toEqual({ step: 'drop', endsAt: late });
    const asked: Contract = { ...open, pendingTermination: { by: 'a', at: past } };
    expect(undoingEnd(asked, admin, now)).toEqual({ step: 'drop', endsAt: undefined });
  });

  it('set by admins is not possible once the agreed end has come as well', () => {
    const ended: Contract = { state: 'retrieval', epoch: 2, endsAt: past, agreedEndsAt: now };
    expect(problem(() => undoingEnd(ended, admin, now))).toBe('conflict');
  });

  it('never gives admins a later end than the operator agreed to', () => {
    const instant = fc.option(fc.constantFrom(past, soon, late), { nil: undefined });
    const contract = fc.record({
      state: fc.constantFrom(...tenantStates),
      epoch: fc.constant(1),
      endsAt: instant,
      agreedEndsAt: instant,
      pendingTermination: fc.option(
        fc.record({ by: fc.constant('a'), at: fc.constant(past), endsAt: instant }),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(contract, (one) => {
        try {
          expect(undoingEnd(one, admin, now).endsAt).toBe(one.agreedEndsAt);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      }),
    );
  });
});
