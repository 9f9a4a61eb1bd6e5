import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHoldTogether, roles, stateAt, tenantStates } from '../../../../lambdas/domain/tenants/tenancy.ts';
import { from, now } from '../../../support/samples.ts';

describe('the state of a contract', () => {
  const open = { state: 'open', epoch: 1, endsAt: now } as const;

  it('is retrieval from the millisecond of its agreed end on, without any job having run', () => {
    expect(stateAt(open, from(now, -1))).toBe('open');
    expect(stateAt(open, now)).toBe('retrieval');
    expect(stateAt(open, from(now, 1))).toBe('retrieval');
  });

  it('is retrieval on that second, however its end was written', () => {
    expect(stateAt({ ...open, endsAt: '2026-11-24T10:00:00Z' }, now)).toBe('retrieval');
    expect(stateAt({ ...open, endsAt: '2026-11-24T10:00:00Z' }, from(now, 999))).toBe('retrieval');
  });

  it('is open for as long as no end is agreed', () => {
    expect(stateAt({ state: 'open', epoch: 1 }, '9999-12-31T23:59:59.999Z')).toBe('open');
  });

  it.each(tenantStates.filter((state) => state !== 'open'))('stays %s, whatever end was agreed', (state) => {
    for (const endsAt of [from(now, -1), from(now, 1)])
      expect(stateAt({ ...open, state, endsAt }, now)).toBe(state);
  });
});

describe('roles', () => {
  it('never let one principal request and also provide or audit', () => {
    fc.assert(
      fc.property(fc.subarray([...roles]), (held) => {
        const more = held.includes('provider') || held.includes('auditor');
        expect(mayHoldTogether(held)).toBe(!(held.includes('requester') && more));
      }),
    );
  });
});
