import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMemberChange, type MemberDuties } from '../../../../lambdas/domain/members/member-change.ts';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import { type Role, roles } from '../../../../lambdas/domain/tenants/tenancy.ts';

const held = (...given: Role[]): MemberDuties => ({ roles: given, rights: [] });
const requester: MemberDuties = { roles: ['requester'], organisation: 'labor', rights: [] };

function verdict(
  actor: Role[],
  before: MemberDuties | undefined,
  after: MemberDuties | undefined,
  over: { self?: boolean; operates?: boolean } = {},
): string {
  try {
    checkMemberChange({
      actor: { id: 'actor', roles: actor },
      member: over.self ? 'actor' : 'member',
      before,
      after,
      operates: over.operates ?? false,
    });
    return 'allowed';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe('changing a membership', () => {
  it('is not for those who neither administer nor operate', () => {
    for (const role of ['provider', 'requester', 'auditor'] as const)
      expect(verdict([role], undefined, held('auditor'))).toBe('forbidden');
  });

  it('lets an operator set an admin, and nothing else', () => {
    expect(verdict(['operator'], undefined, held('admin'))).toBe('allowed');
    expect(verdict(['operator'], requester, held('admin'))).toBe('allowed');
    expect(verdict(['operator'], undefined, held('admin', 'auditor'))).toBe('forbidden');
    expect(verdict(['operator'], held('admin'), undefined)).toBe('forbidden');
    expect(verdict(['operator'], undefined, { ...held('admin'), rights: ['emergency'] })).toBe('forbidden');
  });

  it('lets nobody change or end their own membership', () => {
    const self = { self: true };
    expect(verdict(['admin'], held('admin'), undefined, self)).toBe('separation-of-duties');
    expect(verdict(['admin'], held('admin'), held('auditor'), self)).toBe('separation-of-duties');
    expect(verdict(['admin'], held('admin', 'auditor'), held('auditor', 'admin'), self)).toBe('allowed');
  });

  it('keeps operators of the deployment out of tenants', () => {
    expect(verdict(['admin'], undefined, held('auditor'), { operates: true })).toBe('separation-of-duties');
    expect(verdict(['operator'], undefined, held('admin'), { operates: true })).toBe('separation-of-duties');
    expect(verdict(['admin'], held('auditor'), undefined, { operates: true })).toBe('allowed');
  });

  it('gives each requester one organisation, and nobody else any', () => {
    expect(verdict(['admin'], undefined, requester)).toBe('allowed');
    expect(verdict(['admin'], undefined, held('requester'))).toBe('invalid-request');
    expect(verdict(['admin'], undefined, { ...requester, roles: ['auditor'] })).toBe('invalid-request');
  });

  it('gives the right to emergency access on nobody’s word alone, and leaves it where it is', () => {
    const emergency: MemberDuties = { ...requester, rights: ['emergency'] };
    expect(verdict(['admin'], requester, emergency)).toBe('separation-of-duties');
    expect(verdict(['admin'], emergency, emergency)).toBe('allowed');
    expect(verdict(['admin'], emergency, requester)).toBe('allowed');
  });

  it('never lets anyone provide and request, whoever wants it', () => {
    const some = fc.subarray([...roles]);
    fc.assert(
      fc.property(some, some, fc.boolean(), (actor, wanted, self) => {
        const after: MemberDuties = {
          roles: [...wanted, 'provider', 'requester'],
          organisation: 'labor',
          rights: [],
        };
        expect(verdict(actor, undefined, after, { self })).not.toBe('allowed');
      }),
    );
  });

  it('refuses a role named twice', () => {
    expect(verdict(['admin'], undefined, held('auditor', 'auditor'))).toBe('invalid-request');
  });
});
