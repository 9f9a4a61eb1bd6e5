import { describe, expect, it } from 'vitest';
import { tenantSchemas } from '../../../lambdas/api/schemas/tenants/tenants.ts';
import { isTimeZone } from '../../../lambdas/domain/time-zone.ts';

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC'])('is known as %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it('of every name there is can be that of a tenant', () => {
    const { body } = tenantSchemas['tenant.create'];
    const tenant = { name: 'Praxis', country: 'DE', helpPhone: '0461 5550100', firstAdmin: { subject: 'a' } };
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      expect(isTimeZone(timeZone), timeZone).toBe(true);
      expect(body.safeParse({ ...tenant, timeZone }).success, timeZone).toBe(true);
    }
  });

  it.each(['', 'Europe/Flensburg', 'Berlin', 'Mars/Olympus'])('is not known as %s', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
