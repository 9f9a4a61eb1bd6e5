import { type Examples, statement } from './shape.ts';

const id = `exp_${'4c'.repeat(16)}`;
const thumbprint = 'SENcNAv-YhLi8VnVw3JPI0soTVbNwQL0QD5ekdY_gGU';
const scope = 'all' as const;
const asked = {
  id,
  scope,
  state: 'asked' as const,
  epoch: 1,
  thumbprint,
  askedAt: '2026-12-10T08:00:00.000Z',
  parts: 0,
  bytes: 0,
  counts: {},
};
const running = { ...asked, state: 'running' as const, startedAt: '2026-12-10T09:00:00.000Z' };
const counts = { tenant: 1, individual: 2, record: 6, consent: 2, entry: 31 };
const done = {
  ...running,
  state: 'done' as const,
  doneAt: '2026-12-10T09:30:00.000Z',
  parts: 1,
  bytes: 51_230,
  counts,
};
const part = { n: 1, sha256: '1f'.repeat(32), bytes: 51_230, counts };

/** Electronic retrieval. */
export const exportExamples: Examples = {
  'export.ask': { body: { scope, key: { kty: 'RSA', n: `${'v'.repeat(682)}w`, e: 'AQAB' } }, answer: asked },
  'export.list': { answer: { items: [done] } },
  'export.confirm': { body: { scope, thumbprint }, answer: running },
  'export.read': { answer: done },
  'export.cancel': { answer: { ...done, state: 'void' } },
  'export.manifest': { answer: statement('habeas export manifest 1') },
  'export.part-list': { answer: { items: [part] } },
  'export.part': { answer: { ...part, jwe: 'eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIn0.…' } },
};
