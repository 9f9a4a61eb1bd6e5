import { describe, expect, it } from 'vitest';
import {
  type Duty,
  dutyToAccount,
  dutyWithin,
  type KeptSet,
} from '../../../../lambdas/domain/erasure/keeping.ts';

const lawOf = (ground: string, year: number): Duty => ({
  kind: 'law',
  ground,
  until: `${year}-12-31T23:00:00.000Z`,
  name: `law\n${ground}\n${year}`,
});
const setsOf = (...duties: readonly Duty[]): Record<string, KeptSet> =>
  Object.fromEntries(duties.map(({ name, ...duty }) => [name, { ...duty, id: `kpt_${name}`, counts: {} }]));

describe('what is kept of somebody', () => {
  const sets = setsOf(lawOf('a', 2030), lawOf('a', 2031), lawOf('b', 2040));

  it('is a set of its own for each law and year, as long as there may be more sets', () => {
    expect(dutyWithin(sets, lawOf('a', 2032), 4)).toEqual(lawOf('a', 2032));
  });

  it('joins the set of its law that stays longest once there are as many as may be, never one of another law', () => {
    expect(dutyWithin(sets, lawOf('a', 2029), 3)).toEqual({
      ...lawOf('a', 2029),
      name: lawOf('a', 2031).name,
    });
    expect(dutyWithin(sets, lawOf('a', 2030), 3)).toEqual(lawOf('a', 2030));
  });

  it('has a set all the same for a law that has none, and for what one accounts with', () => {
    const account = dutyToAccount('Europe/Berlin', '2026-11-29T12:00:00.000Z');
    for (const duty of [lawOf('c', 2030), account]) expect(dutyWithin(sets, duty, 3)).toEqual(duty);
  });
});
