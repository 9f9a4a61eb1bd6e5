import { describe, expect, it } from 'vitest';
import { assumed, dueOnOneDay } from '../../../tools/bench/due-on-one-day.ts';

const hour = 60 * 60 * 1000;

describe('ten thousand tenants that are due on one day', () => {
  it('are all attested within 24 hours under the quotas of AWS, though one in fifty executions is lost', () => {
    const { last, attested, failed } = dueOnOneDay();
    expect(attested).toBe(assumed.tenants);
    expect(last).toBeLessThan(24 * hour);
    expect(last).toBeGreaterThan(6 * hour);
    // These wait for the reconciler.
    expect(failed).toBeLessThan(assumed.tenants / 100);
  });

  it('would fail in great numbers if all began in the same second', () => {
    const tenants = assumed.tenants / 5;
    expect(dueOnOneDay({ tenants, spread: false }).failed).toBeGreaterThan(tenants / 2);
  });
});
