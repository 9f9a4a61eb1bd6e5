import { expect, it } from 'vitest';
import { covers } from '../../../../lambdas/stores/exports/covering.ts';

const tenant = `tnt_${'0f'.repeat(16)}`;
const id = `ind_7c${'00'.repeat(15)}`;
const createdAt = '2026-06-01T12:00:00.000Z';
const startedAt = '2026-06-10T12:00:00.000Z';
const own = `I#${id.slice(4)}`;

it.each([
  ['was only asked for', { complete: true as const }, false],
  [
    'began before they were enrolled',
    { startedAt: '2026-06-01T11:59:59.999Z', complete: true as const },
    false,
  ],
  ['has made no part yet', { startedAt }, false],
  ['has made all parts', { startedAt, complete: true as const }, true],
  ['is in the range of the tenant', { startedAt, position: { range: 't', after: 'TENANT' } }, false],
  ['is in an earlier shard', { startedAt, position: { range: '6', after: `I#6${'f'.repeat(31)}` } }, false],
  ['is in a later shard', { startedAt, position: { range: 'a', after: `I#a${'0'.repeat(31)}` } }, true],
  ['is in the log', { startedAt, position: { range: 'log-0', after: 'E#1' } }, true],
  [
    'is right before them',
    { startedAt, position: { range: '7', after: `I#7b${'f'.repeat(30)}#R#1` } },
    false,
  ],
  ['has their own row', { startedAt, position: { range: '7', after: own } }, true],
  ['has some of their rows', { startedAt, position: { range: '7', after: `${own}#R#1` } }, true],
  ['is past them', { startedAt, position: { range: '7', after: `I#7d${'0'.repeat(30)}` } }, true],
])('an export that %s: whether it holds lines of the individual', (_, row, whether) => {
  expect(covers(tenant, row, { id, createdAt })).toBe(whether);
});
