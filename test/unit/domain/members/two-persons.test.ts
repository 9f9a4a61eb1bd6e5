import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTwoAdmins,
  checkTwoMembers,
  type Person,
  standingAfter,
} from '../../../../lambdas/domain/members/two-persons.ts';

const begun = Date.parse('2026-03-01T12:00:00.000Z');
const hour = 60 * 60 * 1000;
const long = '2025-01-01T00:00:00.000Z';
const instant = (hours: number) => new Date(begun + hours * hour).toISOString();

const members = ['provider', 'admin'] as const;

describe('an act of two persons', () => {
  it('is not completed by one principal and those made within two weeks, whatever they do', () => {
    const names = ['anna', 'p', 'q', 'r'];
    const step = fc.record({
      actor: fc.constantFrom(...names),
      member: fc.constantFrom(...names.slice(1)),
      roles: fc.constantFrom<Person['roles'][]>(['admin'], ['provider'], []),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (steps, pace) => {
        const all = new Map<string, Person>([
          ['anna', { id: 'anna', roles: ['admin'], since: long, adminSince: long }],
        ]);
        const formers = new Map<string, Person[]>();
        let at = instant(0);
        for (const [i, { actor, member, roles }] of steps.entries()) {
          at = instant(i * pace);
          const acting = all.get(actor);
          if (!acting?.roles.includes('admin') || actor === member) continue;
          const before = all.get(member);
          const were = formers.get(member) ?? [];
          if (before && (roles.length === 0 || before.roles.includes('admin')))
            formers.set(member, [...were, before]);
          if (roles.length === 0) {
            all.delete(member);
            continue;
          }
          all.set(member, { id: member, roles, ...standingAfter(roles, before, acting, at, were) });
        }
        for (const requester of all.values())
          for (const confirmer of all.values()) {
            expect(() => checkTwoAdmins(requester, confirmer, at)).toThrow();
            expect(() => checkTwoMembers(requester, confirmer, members, at)).toThrow();
          }
      }),
    );
  });

  it.each([
    ['admins', checkTwoAdmins],
    [
      'members',
      (one: Person, other: Person, at: string) => {
        checkTwoMembers(one, other, members, at);
      },
    ],
  ])('of %s is one of a newcomer and somebody of two weeks who did not make them', (_, check) => {
    const old: Person = { id: 'old', roles: ['admin'], since: long, adminSince: long };
    const by = (maker: string): Person => ({
      id: 'new',
      roles: ['admin'],
      ...standingAfter(['admin'], undefined, { ...old, id: maker }, instant(0)),
    });
    expect(() => check(old, by('somebody'), instant(1))).not.toThrow();
    expect(() => check(by('somebody'), old, instant(1))).not.toThrow();
    expect(() => check(old, by('old'), instant(24 * 365))).toThrow();
    expect(() => check(by('old'), old, instant(24 * 365))).toThrow();
  });

  it('takes two who may still do it', () => {
    const old = (id: string, ...roles: Person['roles']): Person => ({ id, roles, since: long });
    const check = (one: Person | undefined) => () =>
      checkTwoMembers(one, old('confirmer', 'admin'), members, instant(0));
    expect(check(old('one', 'provider'))).not.toThrow();
    expect(check(old('one', 'auditor'))).toThrow('conflict');
    expect(check(undefined)).toThrow('conflict');
  });

  it('counts from the day on which the role was given anew', () => {
    const maker = { id: 'maker', since: long, adminSince: long };
    const first = { roles: ['admin'], ...standingAfter(['admin'], undefined, maker, instant(0)) } as const;
    expect(standingAfter(['admin', 'auditor'], first, maker, instant(500)).adminSince).toBe(instant(0));
    const without = {
      roles: ['auditor'],
      ...standingAfter(['auditor'], first, maker, instant(500)),
    } as const;
    expect(standingAfter(['admin'], without, maker, instant(501)).adminSince).toBe(instant(501));
  });
});
