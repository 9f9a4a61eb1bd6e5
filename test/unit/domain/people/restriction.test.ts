import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Restrictable,
  type RestrictionEvent,
  restricting,
  restrictionReasons,
} from '../../../../lambdas/domain/people/restriction.ts';

const events = fc.array(
  fc.record({
    at: fc.constant('2026-11-29T12:00:00.000Z'),
    reason: fc.constantFrom(...restrictionReasons),
    locked: fc.boolean(),
  }),
);

it('data are locked as long as anybody wants them locked, whatever others give or take back', () => {
  fc.assert(
    fc.property(events, (all) => {
      const wanted = new Set<string>();
      let person: Restrictable = { state: 'active' };
      for (const event of all) {
        const isNews = wanted.has(event.reason) !== event.locked;
        if (event.locked) wanted.add(event.reason);
        else wanted.delete(event.reason);
        const next = restricting(person, event);
        expect(next !== undefined).toBe(isNews);
        person = next ?? person;
        expect(person.state).toBe(wanted.size > 0 ? 'restricted' : 'active');
        expect(new Set(person.restrictions)).toEqual(wanted);
      }
    }),
  );
});

it('the newest twenty events are kept, newest first', () => {
  let person: Restrictable = { state: 'active' };
  for (let i = 0; i < 50; i++) {
    const event: RestrictionEvent = { at: String(i), reason: 'asked', locked: i % 2 === 0 };
    person = restricting(person, event) ?? person;
  }
  expect(person.restrictionLog).toHaveLength(20);
  expect(person.restrictionLog?.[0]?.at).toBe('49');
});
