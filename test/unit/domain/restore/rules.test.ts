import { describe, expect, it } from 'vitest';
import type { AuditType } from '../../../../lambdas/domain/evidence/audit.ts';
import type { LoggedAct } from '../../../../lambdas/domain/restore/logged-act.ts';
import {
  consentReplayed,
  personReplayed,
  refusalsIn,
} from '../../../../lambdas/domain/restore/person-rules.ts';
import { memberReplayed, tenantReplayed } from '../../../../lambdas/domain/restore/tenant-rules.ts';

const now = '2026-11-29T12:00:00.000Z';
let entries = 0;
const act = (type: AuditType, version: number | null = null, own = true): LoggedAct => {
  entries += 1;
  return {
    type,
    version,
    own,
    at: '2026-11-29T08:00:00.000Z',
    entry: `ent_${entries}`,
    leaf: `leaf ${entries}`,
  };
};

describe('a restored consent', () => {
  const consent = { state: 'active', version: 1 } as const;
  const release = act('disclosure.released');

  it('that was withdrawn or revoked since has ended so, and names the entry', () => {
    for (const state of ['withdrawn', 'revoked'] as const) {
      const end = act(`consent.${state}`, 2);
      const { entry, leaf } = end;
      expect(consentReplayed(consent, [end], undefined)).toEqual({
        state,
        version: 2,
        ended: { entry, leaf },
      });
    }
  });

  it('that was changed since in a way that nobody knows is revoked', () => {
    const ended = consentReplayed(consent, [act('consent.granted', 3)], undefined);
    expect(ended).toMatchObject({ state: 'revoked', version: 4 });
  });

  it('with counted reads, of somebody of whom anything was released since, is revoked; without them it stays', () => {
    expect(consentReplayed({ ...consent, counted: true }, [], release)).toMatchObject({ state: 'revoked' });
    expect(consentReplayed({ ...consent, counted: true }, [], undefined)).toBeUndefined();
    expect(consentReplayed(consent, [act('consent.granted', 1)], release)).toBeUndefined();
  });

  it('that had ended before stays ended, also when the log is read from before the restore point', () => {
    const ended = { state: 'withdrawn', version: 2, counted: true } as const;
    expect(consentReplayed(ended, [act('consent.withdrawn', 2)], release)).toBeUndefined();
  });
});

describe('a restored individual', () => {
  const person = { state: 'active', version: 3, gate: 2, addressVersion: 1 } as const;

  it('who was locked since is locked: by their own reason only if nobody else locked them', () => {
    const own = [act('restriction.set', 4)];
    expect(personReplayed(person, own, undefined, now)).toMatchObject({
      state: 'restricted',
      restrictions: ['asked'],
    });
    const both = [...own, act('restriction.set', 5, false), act('restriction.lifted', 6)];
    expect(personReplayed(person, both, undefined, now)).toMatchObject({ restrictions: ['admin'] });
  });

  it('who was unlocked since stays as the copy has them', () => {
    const locked = { ...person, state: 'restricted', restrictions: ['asked'] } as const;
    const change = personReplayed(locked, [act('restriction.lifted', 4)], undefined, now);
    expect(change).not.toHaveProperty('state');
    expect(
      personReplayed(person, [act('restriction.set', 4), act('restriction.lifted', 5)], undefined, now),
    ).not.toHaveProperty('state');
  });

  it('whose address was changed since is not mailed to the one before', () => {
    const changed = [act('contact.changed', 4)];
    expect(personReplayed(person, changed, undefined, now)).toMatchObject({ restoredAddress: 1 });
    expect(personReplayed(person, [act('contact.changed', 3)], undefined, now)).toBeUndefined();
  });

  it('whose erasure was asked for since, and not committed, is locked until it is asked for again', () => {
    const asked = act('erasure.asked');
    expect(personReplayed(person, [], undefined, now, asked)).toMatchObject({ state: 'restricted' });
    expect(personReplayed(person, [], undefined, now, act('erasure.undone'))).toBeUndefined();
    const waiting = { ...person, state: 'restricted', restrictions: ['erasure'] } as const;
    expect(personReplayed(waiting, [], undefined, now, asked)).toBeUndefined();
  });

  it('who refused what the copy does not know is left alone for six months', () => {
    const [refusal] = refusalsIn([act('link.used'), act('consent.refused')]);
    const { quietUntil = '' } = personReplayed(person, [], refusal, now) ?? {};
    expect(quietUntil > '2027-05-29').toBe(true);
  });

  it('has a gate and a version above all that were given out', () => {
    const acts = [act('restriction.set', 4), act('restriction.lifted', 5)];
    expect(personReplayed(person, acts, undefined, now)).toMatchObject({ version: 6, gate: 5 });
  });
});

describe('a restored member', () => {
  it('who was removed since goes, and one who was set otherwise since has no roles', () => {
    expect(memberReplayed({ version: 2 }, [act('member.set', 3), act('member.removed')])).toBe('removed');
    expect(memberReplayed({ version: 2 }, [act('member.set', 3)])).toBe('without-roles');
    expect(memberReplayed({ version: 2 }, [act('member.removed'), act('member.set', 1)])).toBe(
      'without-roles',
    );
    expect(memberReplayed({ version: 2 }, [act('member.set', 2)])).toBeUndefined();
  });
});

describe('a restored tenant', () => {
  const tenant = { state: 'open', epoch: 1, version: 7 } as const;
  const ended = act('contract.ended');

  it('whose contract ended since has ended then, and not later than was agreed', () => {
    expect(tenantReplayed(tenant, [ended], now).endsAt).toBe(ended.at);
    const agreed = '2026-11-29T07:00:00.000Z';
    expect(tenantReplayed({ ...tenant, endsAt: agreed }, [ended], now).endsAt).toBe(agreed);
  });

  it('that was reinstated or held since is not purged for 30 days', () => {
    const held = '2026-12-29T12:00:00.000Z';
    expect(tenantReplayed(tenant, [ended, act('contract.reinstated')], now)).toMatchObject({
      heldUntil: held,
    });
    expect(tenantReplayed(tenant, [act('hold.set', 1)], now)).toMatchObject({ heldUntil: held });
    const longer = { ...tenant, heldUntil: '2027-06-01T00:00:00.000Z' };
    expect(tenantReplayed(longer, [act('hold.set', 2)], now)).not.toHaveProperty('heldUntil');
  });

  it('has an epoch above every one that was given out since', () => {
    expect(tenantReplayed(tenant, [ended, act('contract.reinstated'), ended], now).epoch).toBe(5);
  });
});
