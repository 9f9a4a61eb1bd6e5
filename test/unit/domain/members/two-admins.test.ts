import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admin, adminshipAfter, checkTwoAdmins } from '../../../../lambdas/domain/members/two-admins.ts';

const begun = Date.parse('2026-03-01T12:00:00.000Z');
const hour = 60 * 60 * 1000;
const long = '2025-01-01T00:00:00.000Z';
const instant = (hours: number) => new Date(begun + hours * hour).toISOString();

describe('an act of two admins', () => {
  it('is not completed by one principal and those made within two weeks, whatever they do', () => {
    const names = ['anna', 'p', 'q', 'r'];
    const step = fc.record({
      actor: fc.constantFrom(...names),
      member: fc.constantFrom(...names.slice(1)),
      admin: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (steps, pace) => {
        const members = new Map<string, Admin>([
          ['anna', { id: 'anna', roles: ['admin'], adminSince: long }],
        ]);
        let at = instant(0);
        for (const [i, { actor, member, admin }] of steps.entries()) {
          at = instant(i * pace);
          const acting = members.get(actor);
          if (!acting?.roles.includes('admin') || actor === member) continue;
          const roles = admin ? (['admin'] as const) : (['auditor'] as const);
          const adminship = adminshipAfter(roles, members.get(member), acting, at);
          members.set(member, { id: member, roles, ...adminship });
        }
        for (const requester of members.values())
          for (const confirmer of members.values())
            expect(() => checkTwoAdmins(requester, confirmer, at)).toThrow();
      }),
    );
  });

  it('is one of a newcomer and an admin of two weeks who did not make them', () => {
    const old: Admin = { id: 'old', roles: ['admin'], adminSince: long };
    const by = (maker: string): Admin => ({
      id: 'new',
      roles: ['admin'],
      ...adminshipAfter(['admin'], undefined, { id: maker, adminSince: long }, instant(0)),
    });
    expect(() => checkTwoAdmins(old, by('somebody'), instant(1))).not.toThrow();
    expect(() => checkTwoAdmins(by('somebody'), old, instant(1))).not.toThrow();
    expect(() => checkTwoAdmins(old, by('old'), instant(24 * 365))).toThrow();
    expect(() => checkTwoAdmins(by('old'), old, instant(24 * 365))).toThrow();
  });

  it('counts from the day on which the role was given anew', () => {
    const maker = { id: 'maker', adminSince: long };
    const first = { roles: ['admin'], ...adminshipAfter(['admin'], undefined, maker, instant(0)) } as const;
    expect(adminshipAfter(['admin', 'auditor'], first, maker, instant(500)).adminSince).toBe(instant(0));
    const without = {
      roles: ['auditor'],
      ...adminshipAfter(['auditor'], first, maker, instant(500)),
    } as const;
    expect(adminshipAfter(['admin'], without, maker, instant(501)).adminSince).toBe(instant(501));
  });
});
