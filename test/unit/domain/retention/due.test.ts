import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';
import { isDue, isPastDue, lookAt, purgeBeginsAt } from '../../../../lambdas/domain/retention/due.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const now = Date.parse('2026-11-20T08:00:00.000Z');
const at = (milliseconds: number) => new Date(now + milliseconds).toISOString();
const idOf = (share: number) => `tnt_${Math.floor(share * 0xffffffff).toString(16)}${'0'.repeat(24)}`;
const tenant = (over: Partial<Tenant>): Tenant => ({
  id: `tnt_${'8'.repeat(32)}`,
  name: 'Praxis Nord',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  languages: ['de'],
  helpPhone: '+49 461 5550100',
  createdAt: at(-hour),
  version: 1,
  state: 'open',
  epoch: 1,
  cursorSecret: new Uint8Array(32),
  ...over,
});

describe('the purge', () => {
  it('begins in the six hours after it is due, spread evenly over tenants that are due together', () => {
    const endedAt = at(-30 * day);
    const purgeAt = at(0);
    const begins = [0.1, 0.25, 0.5, 0.75, 0.999].map((share) =>
      Date.parse(purgeBeginsAt({ id: idOf(share), endedAt, purgeAt }, undefined) ?? ''),
    );
    expect(begins.map((instant) => Math.round((instant - now) / (hour / 10)))).toEqual([6, 15, 30, 45, 60]);
  });

  it('begins at once after a retrieval window of less than a day', () => {
    const window = { id: idOf(0.5), endedAt: at(-60_000), purgeAt: at(0) };
    expect(purgeBeginsAt(window, undefined)).toBe(window.purgeAt);
  });
});

describe('after a legal hold', () => {
  const ended = { id: idOf(0), state: 'retrieval' as const, endedAt: at(-30 * day), purgeAt: at(0) };

  it('the purge is due a sixth of the window after it, and never before the window is over', () => {
    const told = { noticedAt: at(-14 * day) };
    expect(purgeBeginsAt({ ...ended, heldUntil: at(-6 * day) }, told)).toBe(at(0));
    expect(purgeBeginsAt({ ...ended, heldUntil: at(100 * day) }, told)).toBe(at(105 * day));
    expect(isDue({ ...ended, heldUntil: at(100 * day) }, told, at(105 * day - 1))).toBe(false);
    expect(isDue({ ...ended, heldUntil: at(100 * day) }, told, at(105 * day))).toBe(true);
  });

  it('it is past due a day later, not at once', () => {
    const held = tenant({ ...ended, heldUntil: at(100 * day) });
    expect(isPastDue(held, undefined, at(50 * day))).toBe(false);
    expect(isPastDue(held, undefined, at(106 * day - 1))).toBe(false);
    expect(isPastDue(held, undefined, at(106 * day))).toBe(true);
  });
});

describe('no haste makes up for a notice that was overlooked:', () => {
  const windowOf = (days: number) => ({ id: idOf(0), endedAt: at(-days * day), purgeAt: at(0) });
  const ended = tenant({ ...windowOf(30), state: 'retrieval' });
  const late = { noticedAt: at(-1 * day) };

  it('a purge begins a sixth of the window after the first notice was due, and never without one', () => {
    expect(isDue(ended, undefined, at(400 * day))).toBe(false);
    expect(purgeBeginsAt(ended, late)).toBe(at(4 * day));
    expect(isDue(ended, late, at(4 * day - 1))).toBe(false);
    expect(isDue(ended, late, at(4 * day))).toBe(true);
    expect(isDue(ended, { noticedAt: at(40 * day) }, at(45 * day))).toBe(true);
  });

  it('a notice in time delays nothing, however short or long the window is', () => {
    for (const [days, before] of [
      [300, 14],
      [84, 14],
      [30, 14],
      [14, 3],
      [3, 1],
    ] as const)
      expect(purgeBeginsAt(windowOf(days), { noticedAt: at(-before * day) })).toBe(at(0));
    expect(isDue({ endedAt: at(-45_000), purgeAt: at(0) }, undefined, at(0))).toBe(true);
  });

  it('past due counts from there, and from the end of the window while nobody was told', () => {
    expect(isPastDue(ended, late, at(5 * day - 1))).toBe(false);
    expect(isPastDue(ended, late, at(5 * day))).toBe(true);
    expect(isPastDue(ended, undefined, at(day))).toBe(true);
    expect(lookAt(ended, at(50 * day), late)).toBe(at(5 * day));
  });
});

describe('the reconciler’s next look at a tenant', () => {
  const until = at(hour);
  it.each<[string, Partial<Tenant>, string | undefined]>([
    ['with an open contract: never', {}, undefined],
    ['at its agreed end', { endsAt: at(day) }, at(day)],
    [
      'five minutes after it was created, while it is provisioned',
      { state: 'provisioning', createdAt: at(2 * hour) },
      at(2 * hour + hour / 12),
    ],
    ['later, when it was looked at', { state: 'provisioning' }, at(hour + hour / 12)],
    ['sooner, if its contract ends', { state: 'provisioning', endsAt: at(hour / 2) }, at(hour / 2)],
    ['when the lease is over', { state: 'retrieval', purgeAt: at(day) }, until],
    ['when the purge is past due, with a lease', { state: 'purging', purgeAt: at(-day) }, at(0)],
    ['not for that, once purged', { state: 'purged', purgeAt: at(-3 * day) }, until],
    [
      'after a legal hold',
      { state: 'retrieval', purgeAt: at(-3 * day), heldUntil: at(5 * day) },
      at(5 * day),
    ],
    [
      'not later than the lease for a hold that is over',
      { state: 'retrieval', purgeAt: at(day), heldUntil: at(0) },
      until,
    ],
  ])('%s', (_, over, expected) => {
    expect(lookAt(tenant(over), until)).toBe(expected);
  });
});
