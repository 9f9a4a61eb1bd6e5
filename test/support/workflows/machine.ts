/*
 * Plays a state machine of this repository in this process: its real definition, its real JSONata, its retries and
 * catches, without waiting. Knows the states and fields that these definitions use, and refuses others.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';

type Json = Record<string, unknown>;

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: unknown;
  readonly Output?: unknown;
  readonly Assign?: Json;
  readonly Timestamp?: string;
  readonly Next?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default?: string;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Error?: string;
}

interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface World {
  /** A call of the workflow function. */
  invoke(payload: Json): Promise<unknown>;
  /** What `states:startExecution` is asked for. */
  start?(argument: { readonly Name: string; readonly Input: Json }): Promise<void>;
  /** Whether to go on after a wait for an instant; else the execution stays there. */
  wait?(until: string): boolean | Promise<boolean>;
  /** How often a task is tried again before it counts as failed. */
  readonly retries?: number;
}

export interface Played {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'WAITING';
  readonly error?: string;
  /** Names of the states entered, in order. */
  readonly trail: readonly string[];
  readonly output: unknown;
}

export type Machine = 'retention' | 'purge' | 'export' | 'restore-drill';

/** The definition of a state machine, with its substitutions as they stand. */
function definitionOf(machine: Machine): Definition {
  const path = join(import.meta.dirname, '..', '..', '..', 'state-machines', `${machine}.asl.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Definition;
}

/** Plays a machine from its start; `execution` is the ARN that its steps are told. */
export async function play(machine: Machine, input: Json, execution: string, world: World): Promise<Played> {
  const { StartAt, States } = definitionOf(machine);
  const context = { Execution: { Id: execution, Input: input } };
  const trail: string[] = [];
  let variables: Json = {};
  let data: unknown = input;
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = States[name];
    if (!state) throw new Error(`no state ${name}`);
    trail.push(name);
    if (trail.length > 2000) throw new Error('this machine does not end');
    const value = (expression: unknown, result?: unknown) =>
      evaluated(expression, { states: { input: data, result, context }, ...variables });
    if (state.Type === 'Succeed') return { status: 'SUCCEEDED', trail, output: data };
    if (state.Type === 'Fail') return { status: 'FAILED', error: state.Error ?? '', trail, output: data };
    if (state.Type === 'Wait') {
      const until = String(await value(state.Timestamp));
      if (!(await world.wait?.(until))) return { status: 'WAITING', trail, output: until };
      name = state.Next;
    } else if (state.Type === 'Choice') {
      name = state.Default;
      for (const choice of state.Choices ?? [])
        if ((await value(choice.Condition)) === true) {
          name = choice.Next;
          break;
        }
    } else if (state.Type === 'Task') {
      const asked = (await value(state.Arguments)) as Json;
      try {
        const result = await tried(world, () => act(state, asked, world));
        const output = await value(state.Output, result);
        const assigned = (await value(state.Assign ?? {}, result)) as Json;
        variables = { ...variables, ...assigned };
        if (state.Output !== undefined) data = output;
        name = state.Next;
      } catch (error) {
        const caught: string | undefined = state.Catch?.find(({ ErrorEquals }) =>
          ErrorEquals.includes('States.ALL'),
        )?.Next;
        if (caught === undefined) return { status: 'FAILED', error: String(error), trail, output: data };
        name = caught;
      }
    } else throw new Error(`no ${state.Type} here`);
  }
  throw new Error('a state leads nowhere');
}

async function act(state: State, asked: Json, world: World): Promise<unknown> {
  if (state.Resource === 'arn:aws:states:::lambda:invoke')
    return { Payload: await world.invoke(asked.Payload as Json) };
  if (state.Resource === 'arn:aws:states:::states:startExecution') {
    if (!world.start) throw new Error('nothing to start an execution with');
    return world.start(asked as unknown as { Name: string; Input: Json });
  }
  throw new Error(`no resource ${state.Resource}`);
}

async function tried<T>(world: World, run: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++)
    try {
      return await run();
    } catch (error) {
      if (failures > (world.retries ?? 0)) throw error;
    }
}

/** What was read of expressions, by their text: each is evaluated at every visit of its state. */
const expressions = new Map<string, jsonata.Expression>();

async function evaluated(template: unknown, variables: Json): Promise<unknown> {
  if (typeof template === 'string') {
    const [, text] = /^\{%(.*)%\}$/s.exec(template) ?? [];
    if (text === undefined) return template;
    const expression = expressions.get(text) ?? jsonata(text);
    expressions.set(text, expression);
    return expression.evaluate({}, variables);
  }
  if (Array.isArray(template)) return Promise.all(template.map((one) => evaluated(one, variables)));
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(
      await Promise.all(
        Object.entries(template).map(async ([key, one]) => [key, await evaluated(one, variables)]),
      ),
    );
  return template;
}
