import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';
import { blockersOf, type Standing, standingOf } from '../../../../lambdas/domain/retention/standing.ts';

const day = 24 * 60 * 60 * 1000;
const now = '2026-11-20T08:00:00.000Z';
const at = (days: number) => new Date(Date.parse(now) + days * day).toISOString();
const tenant = (over: Partial<Tenant>): Tenant => ({
  id: `tnt_${'0'.repeat(32)}`,
  name: 'Praxis Nord',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  languages: ['de'],
  helpPhone: '+49 461 5550100',
  createdAt: at(-100),
  version: 1,
  state: 'retrieval',
  epoch: 2,
  endedAt: at(-30),
  cursorSecret: new Uint8Array(32),
  ...over,
});
const told = { noticedAt: at(-14) };
const fault = (tries: number) => ({ fault: { code: 'TimeoutError', at: now, tries } });

describe('where a tenant stands', () => {
  it.each<[Standing | undefined, Partial<Tenant>, number?]>([
    [undefined, { state: 'open', endedAt: undefined }],
    ['ending', { state: 'open', endsAt: at(1), endedAt: undefined }],
    ['held', { state: 'open', heldUntil: at(1), endedAt: undefined }],
    ['retrieval', { state: 'open', endsAt: at(-1), endedAt: undefined }],
    ['retrieval', { purgeAt: at(1) }],
    ['held', { purgeAt: at(-5), heldUntil: at(1) }],
    ['retrieval', { purgeAt: at(-5), heldUntil: at(-1) }],
    ['due', { purgeAt: at(-0.5) }],
    ['overdue', { purgeAt: at(-1) }],
    ['due', { purgeAt: at(-0.5) }, 2],
    ['blocked', { purgeAt: at(-0.5) }, 3],
    ['removing', { state: 'purging', purgeAt: at(-0.5) }],
    ['blocked', { state: 'purging', purgeAt: at(-0.5) }, 3],
    ['overdue', { state: 'purging', purgeAt: at(-2) }],
    ['removed', { state: 'purged', purgeAt: at(-2) }],
  ])('is %s: %j, %s failures', (expected, over, tries = 0) => {
    expect(standingOf(tenant(over), { ...told, ...(tries > 0 && fault(tries)) }, now)).toBe(expected);
  });
});

describe('a purge waits', () => {
  const by = (over: Partial<Tenant>, instant = now) => {
    const exporting = { until: at(1) };
    return blockersOf(tenant(over), { lease: told, exporting }, instant).map((one) => one.by);
  };
  const held = { heldUntil: at(1) };
  it('for its window, for a hold and for a running export, each as long as it lasts', () => {
    expect(by({ ...held, purgeAt: at(2) })).toEqual(['window', 'hold', 'export']);
    expect(by({ ...held, purgeAt: at(2) }, at(1))).toEqual(['window']);
    expect(by({ purgeAt: at(-1) })).toEqual(['export']);
  });

  it('for a hold before the contract has ended, and for nothing once it has begun', () => {
    expect(by({ ...held, state: 'open' })).toEqual(['hold']);
    expect(by({ ...held, state: 'purging', purgeAt: at(-1) })).toEqual([]);
  });

  it('for the end of the holds on individuals, once everybody else is removed', () => {
    const rests = { ...told, step: 'held' };
    const purging = tenant({ ...held, state: 'purging', purgeAt: at(-9) });
    expect(blockersOf(purging, { lease: rests }, now)).toEqual([{ by: 'hold', until: at(1) }]);
    expect(standingOf(purging, rests, now)).toBe('held');
    expect(standingOf(purging, { ...told, step: 'purge.sweep' }, now)).not.toBe('held');
  });
});
