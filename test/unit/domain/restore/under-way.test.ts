import { describe, expect, it } from 'vitest';
import { countedAgain } from '../../../../lambdas/domain/restore/erasure-rules.ts';
import { holdReplayed, isHeldStill } from '../../../../lambdas/domain/restore/hold-rules.ts';
import type { LoggedAct } from '../../../../lambdas/domain/restore/logged-act.ts';

const now = '2026-11-29T12:00:00.000Z';
const in30Days = '2026-12-29T12:00:00.000Z';
const act = (type: LoggedAct['type'], version: number | null = null): LoggedAct => ({
  ...{ type, version, own: false, at: now, entry: 'ent', leaf: 'leaf' },
});

describe('of a tenant whose purge is committed', () => {
  const open = { opens: true, shredded: false, hold: false };

  it.each([
    ['whoever has a hold in the copy', { hold: true }, [], true],
    ['nobody without one, before keys were destroyed', {}, [], false],
    ['whoever still opens after that', { shredded: true }, [], true],
    ['whoever a hold was set on since', {}, [act('hold.set', 1)], true],
    ['nobody whose hold was released since', { hold: true, shredded: true }, [act('hold.released')], false],
    ['nobody whose hold has ended since', { hold: true }, [act('hold.expired')], false],
    ['whoever was held again after a release', {}, [act('hold.released'), act('hold.set', 1)], true],
    ['nobody whose keys are gone', { opens: false, hold: true, shredded: true }, [], false],
  ] as const)('%s stays', (_, known, acts, stays) => {
    expect(isHeldStill({ ...open, ...known }, acts)).toBe(stays);
  });

  it('a hold that the copy does not know lasts 30 days, and so does at least one that was renewed since', () => {
    const short = { version: 1, until: '2026-12-01T00:00:00.000Z' };
    const long = { version: 1, until: '2027-06-01T00:00:00.000Z' };
    expect(holdReplayed(undefined, [act('hold.set', 3)], now)).toEqual({ version: 3, until: in30Days });
    expect(holdReplayed(undefined, [], now)).toEqual({ version: 1, until: in30Days });
    expect(holdReplayed(short, [act('hold.set', 2)], now)).toEqual({ version: 1, until: in30Days });
    expect(holdReplayed(long, [act('hold.set', 2)], now)).toBeUndefined();
    expect(holdReplayed(short, [act('hold.set', 1)], now)).toBeUndefined();
  });
});

describe('an erasure whose rows a restore has brought back', () => {
  const removed = { vault: { record: 2 } };

  it('has deleted what the copy had, which is all that there was', () => {
    const counted = { existed: removed, deleted: removed, at: now };
    expect(countedAgain(undefined, removed, now)).toEqual(counted);
    const keys = { keys: { 'data-key': 3 } };
    expect(countedAgain({ existed: keys, deleted: keys }, removed, now)).toEqual({
      existed: { ...keys, ...removed },
      deleted: { ...keys, ...removed },
      at: now,
    });
  });

  it('keeps what it had counted in full before', () => {
    const existed = { vault: { individual: 1, record: 2 } };
    const before = { existed, deleted: { vault: { individual: 1 } }, at: '2026-11-28T12:00:00.000Z' };
    expect(countedAgain(before, removed, now)).toEqual({ ...before, deleted: existed });
  });
});
