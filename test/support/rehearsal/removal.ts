/*
 * The machine of the removal in a rehearsal: the steps of its definition, whichever they are, one after the other; each
 * dies at every call, and is tried again or overtaken by another execution.
 */
import { firstPlace, type Next, placeAfter } from '../leaving/definitions.ts';
import type { RehearsedAws } from './aws.ts';
import { everyDeath, type Rehearsed } from './deaths.ts';

/** What is removed, and by which attempt. */
export interface Removal {
  readonly tenant: string;
  readonly epoch: number;
  readonly attempt: number;
  readonly individual?: string;
}

const ofOne = ({ individual }: Removal) => individual !== undefined;

type Invoke = (payload: object) => Promise<{ readonly outcome: string }>;

/** What an execution does from its start on, until it comes to a step or to its end. */
async function played(invoke: Invoke, removal: Removal, until: Next, wakes: () => void): Promise<void> {
  for (let place = firstPlace('purge'), steps = 0; typeof place === 'object'; steps++) {
    if (steps > 0 && typeof until === 'object' && place.task === until.task) return;
    if (steps > 100) throw new Error('this execution does not end');
    if (place.waits) wakes();
    place = placeAfter(
      'purge',
      place.task,
      (await stepped(invoke, removal, place.task)).outcome,
      ofOne(removal),
    );
  }
}

/** A step, until it has nothing more to do. */
async function stepped(invoke: Invoke, { individual, ...removal }: Removal, task: string) {
  const name = `purge:${removal.tenant}-${individual ?? removal.epoch}-${removal.attempt}`;
  for (;;) {
    const execution = `arn:aws:states:eu-central-1:123456789012:execution:${name}`;
    const answer = await invoke({ task, v: 1, ...removal, ...(individual && { individual }), execution });
    if (answer.outcome !== 'more') return answer;
  }
}

/**
 * Rehearses every step of a removal, and does it.
 * @param wakes whatever happens while it waits
 * @returns each step with what came of it, in their order
 */
export async function rehearsedRemoval(
  aws: RehearsedAws,
  invoke: Invoke,
  removal: Removal,
  wakes: () => void = () => undefined,
): Promise<Map<string, Rehearsed & { readonly outcome: string }>> {
  const steps = new Map<string, Rehearsed & { readonly outcome: string }>();
  for (let place = firstPlace('purge'); typeof place === 'object'; ) {
    const { task, waits } = place;
    if (waits) wakes();
    const step = () => stepped(invoke, removal, task);
    let next: Next = 'failed';
    const act = async () => {
      next = placeAfter('purge', task, (await step()).outcome, ofOne(removal));
    };
    const rehearsed = await everyDeath(aws, task, act, {
      'tried again': step,
      'by another execution': () => played(invoke, { ...removal, attempt: removal.attempt + 1 }, next, wakes),
    });
    const { outcome } = await step();
    const name = waits ? `${task}, woken` : task;
    if (steps.has(name)) throw new Error(`${name} comes a second time`);
    steps.set(name, { ...rehearsed, outcome });
    place = placeAfter('purge', task, outcome, ofOne(removal));
  }
  return steps;
}
