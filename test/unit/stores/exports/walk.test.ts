import { expect, it } from 'vitest';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { exportedKinds } from '../../../../lambdas/stores/exports/lines.ts';
import { mayHold, rangesIn } from '../../../../lambdas/stores/exports/walk.ts';
import { keyExamples } from '../../../documents/key-examples.ts';

const tenant = 'tnt_0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const all = { tenant, scope: 'all' } as const;
const bits = '7c3a9e15d2b84f60a1c7e3590b6d28f4';
const individual = `ind_${bits}`;
const own = `I#${bits}`;
const at = (range: string, after: string) => ({ range, after });

it.each([
  ['is the whole export', {}, true],
  ['ends before their shard', { from: at('t', 'TENANT'), to: at('6', 'I#6f') }, false],
  ['ends with the row before theirs', { from: at('0', 'I#0'), to: at('7', 'I#7c3a#R#1') }, false],
  ['ends with their first row', { to: at('7', own) }, true],
  ['ends in the middle of their rows', { from: at('7', `${own}#C#1`), to: at('7', `${own}#R#1`) }, true],
  ['begins in the middle of their rows', { from: at('7', `${own}#C#1`) }, true],
  ['begins behind them', { from: at('7', `I#7d`) }, false],
  ['begins in a later shard', { from: at('8', 'I#80') }, false],
  ['holds what was kept', { from: at('kept-0', 'KEPT#0'), to: at('kept-f', 'KEPT#f') }, false],
  ['is the log', { from: at('log-7', 'E#1') }, false],
  ['has a hold on them', { from: at('t', 'HOLD#0'), to: at('t', 'HOLD#8') }, true],
  ['ends before a hold on them', { to: at('t', 'HOLD#0') }, false],
])('a part that %s: whether it may hold lines of the individual', (_, stretch, whether) => {
  expect(mayHold(all, stretch, individual)).toBe(whether);
});

it('no kind of row that an export takes and that names an individual lies elsewhere', () => {
  const theirs = keyExamples('5536a3cb743935eb', '5155234db2a46718').filter(
    ([table, kind, { sk }]) =>
      table === 'vault' && sk.includes(bits) && exportedKinds[kind] && !('leftOut' in exportedKinds[kind]),
  );
  expect(theirs.length).toBeGreaterThan(8);
  for (const [, kind, { pk, sk }] of theirs) {
    const range = pk.split('#').at(-1) ?? '';
    const stretch = { from: at(range, sk.slice(0, -1)), to: at(range, sk) };
    expect([kind, mayHold(all, stretch, individual)]).toEqual([kind, true]);
  }
});

it('a stretch goes through its ranges in order, from behind its first row to its last', () => {
  const stretch = { from: at('t', 'TENANT'), to: at('1', individualRow.key(tenant, individual).sk) };
  expect(rangesIn(all, stretch).map(({ range, after, until }) => [range.name, after, until])).toEqual([
    ['t', 'TENANT', undefined],
    ['0', undefined, undefined],
    ['1', undefined, own],
  ]);
});

it('an export of what was kept walks through nothing else, and holds nobody who is there', () => {
  const kept = { tenant, scope: 'kept' } as const;
  const ranges = rangesIn(kept, {}).map(({ range }) => range);
  expect(ranges.map(({ prefix }) => prefix)).toEqual(Array.from({ length: 16 }, () => 'KEPT#'));
  expect(mayHold(kept, {}, individual)).toBe(false);
  const behind = rangesIn(kept, { from: at('kept-e', 'KEPT#e') });
  expect(behind.map(({ range, after }) => [range.name, after])).toEqual([
    ['kept-e', 'KEPT#e'],
    ['kept-f', undefined],
  ]);
  const evidence = rangesIn({ tenant, scope: 'evidence' }, {});
  expect(evidence.some(({ range }) => range.prefix === 'KEPT#')).toBe(false);
});
