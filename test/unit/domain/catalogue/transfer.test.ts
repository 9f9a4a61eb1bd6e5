import { describe, expect, it } from 'vitest';
import { needsSafeguard } from '../../../../lambdas/domain/catalogue/transfer.ts';

describe('a transfer to another country', () => {
  it.each([
    ['DE', 'DE', false],
    ['DE', 'FR', false],
    ['DE', 'NO', false],
    ['DE', 'LI', false],
    ['DE', 'CH', true],
    ['DE', 'GB', true],
    ['DE', 'US', true],
    ['US', 'CH', false],
  ])('from %s to %s needs a safeguard: %s', (from, to, needed) => {
    expect(needsSafeguard(from, to)).toBe(needed);
  });
});
