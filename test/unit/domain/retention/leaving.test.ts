import { beforeAll, describe, expect, it } from 'vitest';
import { acted, actNames } from '../../../support/leaving/acts.ts';
import {
  endsWell,
  explore,
  fairWay,
  type Reached,
  type Step,
  story,
} from '../../../support/leaving/explore.ts';
import { broken } from '../../../support/leaving/promises.ts';
import { openWorld, type World } from '../../../support/leaving/world.ts';

/*
 * Every order of up to five acts from a contract that runs, every three acts at each step of a way out that nothing
 * disturbs, and every two at each step of one on which an export gets stuck. The clocks are put forward in the window.
 */
const id = 'tnt_0123456789abcdef0123456789abcdef';
const open = openWorld(id, '2026-03-27T10:00:00.000Z', 'P2D');
const after = (...names: readonly string[]) =>
  names.reduce<World>((world, name) => acted(world, { name }) ?? expect.unreachable(name), open);

let reached: Reached[] = [];
/** How each promise was broken first. */
const breaches = new Map<string, string>();
const met = new Set<string>();

beforeAll(() => {
  const look = (step: Step, at: Reached) => {
    met.add(step.act.name);
    for (const [promise, breaks] of Object.entries(broken))
      if (!breaches.has(promise) && breaks(step))
        breaches.set(promise, `${story(at)} > ${step.act.name} at ${step.before.now}`);
  };
  reached = [
    ...explore([open], 5, look),
    ...explore(fairWay(after('end')), 3, look),
    ...explore(fairWay(after('end', 'export', 'export goes on')), 2, look),
  ];
});

describe('a contract that ends, whatever happens in whatever order', () => {
  it.each(Object.keys(broken))('%s', (promise) => {
    expect(breaches.get(promise)).toBeUndefined();
  });

  it('nothing that is due stays for ever, even if no export ever goes on', () => {
    const settled = new Set<string>();
    const stuck = reached.filter(({ world }) => endsWell(world, settled) !== undefined);
    expect(stuck.slice(0, 3).map(story)).toEqual([]);
  });

  it('has met every act that there is, and thousands of states', () => {
    expect([...met].toSorted()).toEqual(actNames.toSorted());
    expect(reached.length).toBeGreaterThan(10_000);
  });
});
