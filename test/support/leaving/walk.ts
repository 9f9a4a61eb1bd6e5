/*
 * Chooses acts for a tenant that is leaving so that, over several walks, every act follows every other at least once.
 * The same seed chooses the same acts.
 */
import { type Act, acted, actsIn } from './acts.ts';
import { canStep, type World } from './world.ts';

const pair = (before: Act | undefined, { name }: Act) => `${before?.name}, ${name}`;

export function walker(seed: number, without: readonly string[]) {
  const walked = new Set<string>();
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  /** How much of what was not seen yet an act leads to: itself after the last one, and what may follow it. */
  const worth = (world: World, last: Act | undefined, act: Act): number => {
    const after = acted(world, act);
    if (after === undefined || after === world || without.includes(act.name)) return -1;
    const fresh = walked.has(pair(last, act)) ? 0 : 3;
    const further = actsIn(after).some((next) => {
      if (walked.has(pair(act, next)) || without.includes(next.name)) return false;
      const then = acted(after, next);
      return then !== undefined && then !== after;
    });
    // What nothing is left of has no more to show.
    return after.tenant === undefined
      ? 0.1
      : fresh + (further ? 1 : 0) + (act.name === 'step' ? 1.5 : random());
  };
  return {
    walked,
    /** The next act of a walk; undefined when nothing can happen any more. */
    next(world: World, last: Act | undefined): Act | undefined {
      const [best] = actsIn(world)
        .map((act) => ({ act, worth: worth(world, last, act) }))
        .filter((one) => one.worth >= 0)
        .toSorted((a, b) => b.worth - a.worth);
      if (best) walked.add(pair(last, best.act));
      return best?.act;
    },
  };
}

/** The next act of a walk that nothing disturbs, but that loses the answer of every step once. */
export function onward(world: World, last: Act): Act {
  const one = world.executions.find((execution) => canStep(world, execution));
  if (!one) return { name: last.name === 'reconcile' || !due(world) ? 'time passes' : 'reconcile' };
  const lost = { name: 'step, lost', of: one.name };
  return last.name === lost.name || !acted(world, lost) ? { name: 'step', of: one.name } : lost;
}

const due = (world: World) => acted(world, { name: 'reconcile' }) !== world;
