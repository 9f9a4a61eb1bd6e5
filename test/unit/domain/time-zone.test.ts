import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../../lambdas/domain/time-zone.ts';

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC'])('is known as %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Europe/Flensburg', 'Berlin', 'Mars/Olympus'])('is not known as %s', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
