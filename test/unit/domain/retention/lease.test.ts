import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptAfter, claimOf, type Lease } from '../../../../lambdas/domain/retention/lease.ts';

const lease = (epoch: number, attempt: number): Lease => ({
  epoch,
  attempt,
  until: '2026-01-01T00:00:00.000Z',
});
const small = fc.integer({ min: 0, max: 5 });

describe('a lease', () => {
  it('is lost to a later attempt of the epoch, and to any of a later epoch', () => {
    expect(claimOf(lease(2, 3), 2, 2)).toBe('superseded');
    expect(claimOf(lease(4, 1), 2, 9)).toBe('superseded');
  });

  it('is taken where there is none, from an earlier attempt, and from an earlier epoch', () => {
    expect(claimOf(undefined, 2, 1)).toBe('take');
    expect(claimOf(lease(2, 1), 2, 2)).toBe('take');
    expect(claimOf(lease(2, 9), 4, 1)).toBe('take');
  });

  it('is renewed by the attempt that has it', () => {
    expect(claimOf(lease(2, 3), 2, 3)).toBe('renew');
  });

  it('belongs to one of two different attempts at most', () => {
    fc.assert(
      fc.property(small, small, small, small, (epoch, attempt, otherEpoch, otherAttempt) => {
        fc.pre(epoch !== otherEpoch || attempt !== otherAttempt);
        const afterTaking = lease(epoch, attempt);
        const other = claimOf(afterTaking, otherEpoch, otherAttempt);
        if (other === 'take')
          expect(claimOf(lease(otherEpoch, otherAttempt), epoch, attempt)).toBe('superseded');
        else expect(other).toBe('superseded');
      }),
    );
  });

  it('gives a next attempt that no other has had, the first being of whoever ended the contract', () => {
    expect(attemptAfter(undefined, 2)).toBe(2);
    expect(attemptAfter(lease(2, 7), 4)).toBe(2);
    expect(attemptAfter(lease(2, 7), 2)).toBe(8);
    fc.assert(
      fc.property(small, small, (epoch, attempt) => {
        expect(claimOf(lease(epoch, attempt), epoch, attemptAfter(lease(epoch, attempt), epoch))).toBe(
          'take',
        );
      }),
    );
  });
});
