/*
 * Two shards rather than sixteen, for whatever is loaded after this: a test that walks through whole tenants makes a
 * fifth of the calls. Import it before everything else.
 */
import { vi } from 'vitest';

vi.mock('../../../lambdas/domain/identifiers.ts', async (original) => {
  const { twoShards } = await import('../rehearsal/two-shards.ts');
  return twoShards(await original());
});
