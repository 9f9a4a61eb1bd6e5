import { afterAll, expect, it } from 'vitest';
import { Copy } from '../start/copy.ts';

const copy = new Copy({ python: false });
afterAll(() => copy.remove());

/** Every chapter throws when the system answers otherwise. Here its functions have no more than their permissions. */
it('npm run demo tells the whole story, from the first call to the attestation', async () => {
  copy.meetTheSystem();
  const demo = copy.npm(['run', 'demo']);
  expect([await demo.ended, demo.said]).toEqual([0, expect.stringContaining('That is the whole story.')]);
}, 300_000);
