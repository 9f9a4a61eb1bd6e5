import { describe, expect, it } from 'vitest';
import { type Comparable, sameRequest } from '../../../../lambdas/domain/requests/same-request.ts';

const ask: Comparable = {
  notice: { id: 'ntc_1', version: 1 },
  items: [{ category: 'contact', fields: ['name', 'city'] }],
  reads: 'once',
  recipients: ['labor-sued', 'institut-ost'],
};

describe('two requests are not the same', () => {
  it.each<[string, Partial<Comparable>]>([
    ['under another notice', { notice: { id: 'ntc_2', version: 1 } }],
    ['under another version of it', { notice: { id: 'ntc_1', version: 2 } }],
    ['for another field', { items: [{ category: 'contact', fields: ['name'] }] }],
    ['for a further category', { items: [...ask.items, { category: 'health.lab', fields: ['value'] }] }],
    ['for another period', { period: { from: '2026-01-01' } }],
    ['for more reads', { reads: { times: 2 } }],
    ['for another recipient', { recipients: ['labor-sued'] }],
  ])('%s', (_, over) => {
    expect(sameRequest(ask, { ...ask, ...over })).toBe(false);
    expect(sameRequest({ ...ask, ...over }, { ...ask, ...over })).toBe(true);
  });

  it('for days from one and days up to one', () => {
    const days = (period: Comparable['period']) => ({ ...ask, period });
    expect(sameRequest(days({ from: '2026-01-01' }), days({ to: '2026-01-01' }))).toBe(false);
  });
});

it('two requests are the same whatever their end, their message and the order of recipients', () => {
  const later = { ...ask, recipients: ['institut-ost', 'labor-sued'], until: 'later', message: 'please' };
  expect(sameRequest(ask, later)).toBe(true);
});
