import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { stepSeconds } from '../../../lambdas/domain/retention/lease.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'state-machines');
const allowed = [
  ...['task', 'v', 'tenant', 'individual', 'epoch', 'attempt', 'execution', 'export'],
  ...['copy', 'since'],
];
const machines = ['retention', 'purge', 'export', 'restore-drill'] as const;
/** Machines whose executions nothing overtakes: they end by themselves, and have no lease. */
const alone: readonly string[] = ['restore-drill'];
const textOf = (machine: string) => readFileSync(join(folder, `${machine}.asl.json`), 'utf8');

interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string; readonly Payload?: { readonly task?: string } };
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxDelaySeconds?: number }[];
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}
const statesOf = (machine: string) =>
  Object.entries((JSON.parse(textOf(machine)) as { States: Record<string, State> }).States);

describe.each(machines)('the state machine %s', (machine) => {
  it('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(JSON.parse(textOf(machine)));
    expect(isValid, errorsText('\n')).toBe(true);
  });

  it('names nothing of a deployment but its substitutions', () => {
    const named = [...textOf(machine).matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name);
    const known = [
      ...['WorkflowFunctionArn', 'EraserFunctionArn', 'PurgeMachineArn', 'ExporterFunctionArn'],
      ...['RestoreFunctionArn', 'DrillTableName'],
    ];
    expect(new Set([...named, ...known])).toEqual(new Set(known));
    expect(textOf(machine)).not.toMatch(/\d{12}/);
  });

  it('leads from every state to one that exists, and has no state that none leads to', () => {
    const { StartAt } = JSON.parse(textOf(machine)) as { StartAt: string };
    const states = statesOf(machine);
    const targets = states.flatMap(([, { Next, Default, Choices = [], Catch = [] }]) => [
      Next,
      Default,
      ...Choices.map((choice) => choice.Next),
      ...Catch.map((caught) => caught.Next),
    ]);
    const reached = new Set([StartAt, ...targets.filter((target) => target !== undefined)]);
    expect(reached).toEqual(new Set(states.map(([name]) => name)));
  });

  it('reads as sentences: a question where it branches, and says of every state what it is for', () => {
    for (const [name, { Type, Comment }] of statesOf(machine)) {
      expect(name).toMatch(Type === 'Choice' ? /^[A-Z][a-z]+ .+\?$/ : /^[A-Z][a-z]* [^?]+$/);
      expect(Comment, name).toMatch(/\w{3}.*\.$|\?$/);
    }
  });

  it('hands on ids, numbers and outcomes alone', () => {
    for (const [name, { Arguments }] of statesOf(machine))
      for (const member of Object.keys(Arguments?.Payload ?? {})) expect(allowed, name).toContain(member);
  });

  it('has no dead end: it ends in success, or in a failure that raises an alarm', () => {
    for (const [name, { Type, Next, Default }] of statesOf(machine))
      if (Type !== 'Succeed' && Type !== 'Fail') expect(Next ?? Default, name).toBeDefined();
  });

  it('retries every call of a function after the errors that AWS says pass', () => {
    for (const [name, { Resource, Retry }] of statesOf(machine))
      if (Resource === 'arn:aws:states:::lambda:invoke')
        expect(Retry?.[0]?.ErrorEquals, name).toEqual([
          'Lambda.ClientExecutionTimeoutException',
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'Lambda.TooManyRequestsException',
        ]);
  });

  it('never waits longer between two tries of a step than its lease lasts', () => {
    for (const [name, { Arguments, Retry = [], TimeoutSeconds = Number.POSITIVE_INFINITY }] of statesOf(
      machine,
    ))
      if (Arguments?.Payload?.task !== undefined)
        for (const { MaxDelaySeconds = 0 } of Retry)
          expect(TimeoutSeconds + MaxDelaySeconds + TimeoutSeconds, name).toBeLessThan(stepSeconds);
  });

  it('can leave after every step, so that an execution overtaken or reinstated stops itself', () => {
    const states = new Map(statesOf(machine));
    for (const [name, { Arguments, Next = '' }] of states)
      if (Arguments?.Payload?.task !== undefined && !alone.includes(machine))
        expect(states.get(Next)?.Choices?.[0], name).toEqual({
          Condition: "{% $states.input.outcome = 'leave' %}",
          Next: 'Nothing to do any more',
        });
  });
});

it('every step that a function offers is a state of one machine, which calls that function', async () => {
  const called = machines.flatMap((machine) =>
    statesOf(machine).flatMap(([, { Arguments }]) =>
      Arguments?.Payload?.task === undefined
        ? []
        : `${/\w+/.exec(Arguments.FunctionName ?? '')} ${Arguments.Payload.task}`,
    ),
  );
  const { steps: removing } = await import('../../../lambdas/functions/eraser.ts');
  const { steps: waiting } = await import('../../../lambdas/functions/workflow.ts');
  const { steps: keeping } = await import('../../../lambdas/functions/exporter.ts');
  const { drillTasks, restoreTasks } = await import('../../../lambdas/functions/restore.ts');
  const offered = [
    ...Object.keys(waiting).map((task) => `WorkflowFunctionArn ${task}`),
    ...Object.keys(removing).map((task) => `EraserFunctionArn ${task}`),
    ...Object.keys(keeping).map((task) => `ExporterFunctionArn ${task}`),
    ...Object.keys({ ...drillTasks, ...restoreTasks }).map((task) => `RestoreFunctionArn ${task}`),
    'WorkflowFunctionArn export.sign',
    'EraserFunctionArn export.clear',
    'ExporterFunctionArn export.write',
  ];
  expect(called.toSorted()).toEqual(offered.toSorted());
});
