import { afterEach, expect, it, vi } from 'vitest';
import { everyConsent } from '../../../web/session/read-consent.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('all consents are read, to the last page, so that nobody who has read is left out', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    const next = { 1: 'two', 2: 'three' }[asked.length];
    return Response.json({ items: [{ id: asked.length }], ...(next && { next }) });
  });
  expect(await everyConsent('de')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(asked.map((address) => new URLSearchParams(address.split('?')[1]).get('cursor'))).toEqual([
    null,
    'two',
    'three',
  ]);
});
