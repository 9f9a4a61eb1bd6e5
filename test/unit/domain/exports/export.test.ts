import { describe, expect, it } from 'vitest';
import {
  confirming,
  type Exporting,
  exportStateAt,
  leaseUntil,
  mayBegin,
} from '../../../../lambdas/domain/exports/export.ts';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';

const now = '2026-06-10T12:00:00.000Z';
const tenant = {
  id: 'tnt_1',
  state: 'retrieval',
  epoch: 2,
  purgeAt: '2026-07-01T00:00:00.000Z',
} as Tenant;
const one: Exporting = {
  scope: 'all',
  state: 'asked',
  epoch: 2,
  thumbprint: 'print',
  by: 'anna',
  at: '2026-06-10T00:00:00.000Z',
};
const long = { roles: ['admin'], adminSince: '2020-01-01T00:00:00.000Z', adminBy: [] } as const;
const admins = { requester: { id: 'anna', ...long }, confirmer: { id: 'boris', ...long } };

describe('an export', () => {
  it.each([
    ['asked', {}, tenant],
    ['lapsed', { at: '2026-06-03T12:00:00.000Z' }, tenant],
    ['running', { state: 'running', at: '2026-05-01T00:00:00.000Z' }, tenant],
    ['void', { state: 'cancelled' }, tenant],
    ['void', { state: 'done' }, { ...tenant, epoch: 3 }],
    ['void', { state: 'done' }, { ...tenant, state: 'purging' }],
    ['void', { state: 'done' }, { ...tenant, state: 'open' }],
    ['done', { state: 'done', scope: 'evidence' }, { ...tenant, state: 'open' }],
    ['done', { state: 'done', scope: 'kept' }, { ...tenant, state: 'open' }],
    ['void', { state: 'done', scope: 'kept' }, { ...tenant, state: 'purging' }],
    ['void', { state: 'done', scope: 'kept', epoch: 1 }, tenant],
  ] as const)('is %s', (state, change, of) => {
    expect(exportStateAt({ ...one, ...change }, of as Tenant, now)).toBe(state);
  });

  it('begins in its window alone', () => {
    expect(() => mayBegin('all', tenant, now)).not.toThrow();
    expect(() => mayBegin('evidence', { ...tenant, state: 'open' }, now)).not.toThrow();
    expect(() => mayBegin('kept', { ...tenant, state: 'open' }, now)).not.toThrow();
    expect(() => mayBegin('kept', tenant, now)).not.toThrow();
    expect(() => mayBegin('kept', { ...tenant, state: 'purging' }, now)).toThrow('tenant-not-open');
    expect(() => mayBegin('kept', tenant, tenant.purgeAt ?? '')).toThrow('conflict');
    expect(() => mayBegin('all', { ...tenant, state: 'open' }, now)).toThrow('tenant-not-open');
    expect(() => mayBegin('all', { ...tenant, state: 'purging' }, now)).toThrow('tenant-not-open');
    expect(() => mayBegin('all', tenant, tenant.purgeAt ?? '')).toThrow('conflict');
  });

  it('is confirmed by somebody else who repeats what it is', () => {
    const same = { scope: 'all', thumbprint: 'print' } as const;
    expect(() => confirming(one, tenant, admins, same, now)).not.toThrow();
    const itself = { ...admins, confirmer: admins.requester };
    expect(() => confirming(one, tenant, itself, same, now)).toThrow('separation-of-duties');
    const made = { ...admins, confirmer: { ...admins.confirmer, adminBy: ['anna'] } };
    expect(() => confirming(one, tenant, made, same, now)).toThrow('separation-of-duties');
    for (const other of [
      { ...same, scope: 'evidence' as const },
      { ...same, thumbprint: 'other' },
    ])
      expect(() => confirming(one, tenant, admins, other, now)).toThrow('conflict');
    expect(() => confirming({ ...one, state: 'running' }, tenant, admins, same, now)).toThrow('conflict');
  });

  it('is confirmed for the reason that it was asked for, and for no other', () => {
    const same = { scope: 'kept', thumbprint: 'print', reason: 'audit of 2026' } as const;
    const of = { ...one, ...same };
    expect(() => confirming(of, tenant, admins, same, now)).not.toThrow();
    for (const reason of [undefined, 'audit of 2025', 'audit of 2026 '])
      expect(() => confirming(of, tenant, admins, { ...same, reason }, now)).toThrow('conflict');
    expect(() => confirming({ ...of, reason: undefined }, tenant, admins, same, now)).toThrow('conflict');
  });

  it('puts off the purge by 72 hours at most, and does not begin what it could not finish', () => {
    const hour = 3_600_000;
    expect(leaseUntil({ purgeAt: undefined }, now, hour, 1)).toBe('2026-06-10T13:00:00.000Z');
    expect(leaseUntil({ purgeAt: '2026-06-07T12:30:00.000Z' }, now, hour, 960_000)).toBe(
      '2026-06-10T12:30:00.000Z',
    );
    expect(leaseUntil({ purgeAt: '2026-06-07T12:10:00.000Z' }, now, hour, 960_000)).toBeUndefined();
  });
});
