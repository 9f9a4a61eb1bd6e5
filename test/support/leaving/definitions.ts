/*
 * What a state machine does after each answer of a step, read from its real definition: the model of leaving follows
 * it, and so whatever changes in a definition changes in the model.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Machine = 'retention' | 'purge';

interface State {
  readonly Type: string;
  readonly Arguments?: { readonly Payload?: { readonly task: string } };
  readonly Next?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default?: string;
}

/** Where an execution stands: before a step, in a wait before it, or at its end. */
interface Place {
  readonly task: string;
  /** Whether it waits first, until the instant that the last answer with one named. */
  readonly waits: boolean;
}
export type Next = Place | 'starts the purge' | 'succeeded' | 'failed';

const states = Object.fromEntries(
  (['retention', 'purge'] as const).map((machine) => {
    const path = join(import.meta.dirname, '..', '..', '..', 'state-machines', `${machine}.asl.json`);
    return [
      machine,
      JSON.parse(readFileSync(path, 'utf8')) as { StartAt: string; States: Record<string, State> },
    ];
  }),
) as Record<Machine, { readonly StartAt: string; readonly States: Readonly<Record<string, State>> }>;

/** Where an execution begins. */
export const firstPlace = (machine: Machine): Next => placeAt(machine, states[machine].StartAt, false);

const known = new Map<string, Next>();

/**
 * Where an execution goes when the step before which it stands gives this outcome.
 * @param ofOne whether its input names an individual
 */
export function placeAfter(machine: Machine, task: string, outcome: string, ofOne = false): Next {
  const name = `${machine} ${task} ${outcome} ${ofOne}`;
  const found = known.get(name) ?? chosen(machine, task, outcome, ofOne);
  known.set(name, found);
  return found;
}

function chosen(machine: Machine, task: string, outcome: string, ofOne: boolean): Next {
  const { States } = states[machine];
  const choice = Object.values(States).find((state) => state.Arguments?.Payload?.task === task)?.Next;
  const { Choices = [], Default } = (choice === undefined ? undefined : States[choice]) ?? {};
  const taken =
    Choices.find(
      ({ Condition }) =>
        Condition.includes(`outcome = '${outcome}'`) ||
        (ofOne &&
          Condition.includes("$substring($states.context.Execution.Input.individual, 0, 4) = 'ind_'")),
    )?.Next ?? Default;
  if (taken === undefined) throw new Error(`${task} leads nowhere`);
  return placeAt(machine, taken, false);
}

function placeAt(machine: Machine, name: string, waits: boolean): Next {
  const state = states[machine].States[name];
  if (state?.Type === 'Succeed') return 'succeeded';
  if (state?.Type === 'Fail') return 'failed';
  if (state?.Type === 'Wait' && state.Next !== undefined) return placeAt(machine, state.Next, true);
  const task = state?.Arguments?.Payload?.task;
  return task === undefined ? 'starts the purge' : { task, waits };
}
