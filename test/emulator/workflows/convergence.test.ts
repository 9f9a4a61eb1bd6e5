import { afterAll, beforeAll, expect, it } from 'vitest';
import recorded from '../../../tools/bench/purge-calls.json' with { type: 'json' };
import { account } from '../../support/in-process/local-aws.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

/*
 * The process dies at an AWS call of a step: before the call has an effect, or after it had and its answer was lost.
 * Either the state machine tries the step again, or the whole execution is lost and the reconciler starts another.
 * Both must come to the same end.
 */
const tasks = [
  'purge.envelope',
  'purge.commit',
  'purge.shred',
  'purge.expire',
  'purge.sweep',
  'purge.verify',
  'purge.attest',
  'purge.deliver',
  'purge.key',
  'purge.attest-finally',
  'purge.deliver-finally',
  'purge.finish',
];
const purges = 6;

/** Which calls of a step to die at, one a purge: every one, or some that stand for many. */
function deathsAmong(calls: number): number[] {
  const share = (part: number) => Math.ceil(calls * part);
  return calls <= purges
    ? Array.from({ length: calls }, (_, i) => i + 1)
    : [1, 2, share(1 / 4), share(1 / 2), share(3 / 4), calls];
}

const epoch = 2;
const gone = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;
let workflow: Workflow;
/** How many calls each step makes when nothing goes wrong. */
const callsOf = new Map<string, number>();

beforeAll(async () => {
  workflow = await loadWorkflow();
  // The second time, when what a function keeps in memory is there.
  for (const _ of ['cold', 'warm']) {
    const tenant = await workflow.endedTenant(1, 1);
    const { status } = await workflow.run('purge', tenant, epoch, 2, {
      invoke: async (payload) => {
        workflow.faults.mend();
        const outcome = await workflow.invoke(payload);
        callsOf.set(String(payload.task), workflow.faults.calls());
        return outcome;
      },
      wait: () => loseKey(tenant),
    });
    expect(status).toBe('SUCCEEDED');
  }
}, 60_000);
afterAll(() => workflow?.stop());

/** AWS destroys the key meanwhile; the local one never does. */
async function loseKey(tenant: string): Promise<true> {
  const { equals, transact } = await import('../../../lambdas/platform/dynamodb/transaction.ts');
  const { tenantRow } = await import('../../../lambdas/model/tenant-rows.ts');
  await transact([tenantRow.update([tenant], { set: { kmsKey: gone } }, { if: equals({ epoch }) })]);
  return true;
}

/** How a step dies: at which of its calls, whether that call still had its effect, and what carries on afterwards. */
interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
  readonly carriedOnBy: 'retry' | 'another execution';
}

/** The deaths of one purge: each step dies once in it. From purge to purge each step dies at another call. */
function deathsIn(purge: number): Map<string, Death> {
  return new Map(
    tasks.flatMap((task, i): [string, Death][] => {
      const call = deathsAmong(callsOf.get(task) ?? 0)[purge];
      if (call === undefined) return [];
      const when = (purge + i) % 2 === 0 ? 'before' : 'after';
      return [[task, { call, when, carriedOnBy: (purge + i) % 4 < 2 ? 'retry' : 'another execution' }]];
    }),
  );
}

/** How many deaths of a step were seen. */
const seen = new Map<string, number>();

it.each([1, 2, 3, 4, 5, 6])(
  'a purge in which every step dies once comes to its one end: at the %i. call meant for it',
  async (nth) => {
    const deaths = deathsIn(nth - 1);
    const died = new Set<string>();
    const tenant = await workflow.endedTenant(1, 1);
    let retries = 0;
    const world = {
      get retries() {
        return retries;
      },
      invoke: async (payload: Record<string, unknown>) => {
        const task = String(payload.task);
        const death = died.has(task) ? undefined : deaths.get(task);
        retries = death?.carriedOnBy === 'retry' ? 1 : 0;
        if (death) workflow.faults.dieAt(death.call, death.when);
        try {
          return await workflow.invoke(payload);
        } finally {
          if (death && workflow.faults.calls() >= death.call) seen.set(task, (seen.get(task) ?? 0) + 1);
          died.add(task);
          workflow.faults.mend();
        }
      },
      wait: () => loseKey(tenant),
    };
    let attempt = 2;
    let played = await workflow.run('purge', tenant, epoch, attempt, world);
    while (played.status === 'FAILED' && attempt < 2 + tasks.length)
      played = await workflow.run('purge', tenant, epoch, ++attempt, world);
    const story = `${JSON.stringify([...deaths])}: ${played.error ?? played.trail.join(' ')}`;
    expect(played.status, story).toBe('SUCCEEDED');
    expect(await workflow.remainsOf(tenant), story).toEqual({
      'evidence ATTESTATION#2#1': 1,
      'evidence ATTESTATION#2#2': 1,
      // Opened, ended, committed, shredded, verified, attested twice: each is on the record once.
      'evidence L#ent_…': 7,
    });
  },
  60_000,
);

it.each(tasks)('%s died at each call that was meant', (task) => {
  const deaths = deathsAmong(callsOf.get(task) ?? 0);
  expect(deaths.length).toBeGreaterThan(0);
  // Entries lie in shards by chance, so that a step may make a call less than it did when they were counted.
  expect(seen.get(task), `${task} dies at calls ${deaths}`).toBeGreaterThanOrEqual(
    Math.max(deaths.length - 1, 1),
  );
});

it.each(Object.entries(recorded))(
  '%s calls AWS no oftener than the simulation of a day assumes',
  (task, calls) => {
    // Retention is not played here, and how often an index is looked at depends on how soon it is true.
    expect(callsOf.get(task) ?? 0).toBeLessThanOrEqual(calls * 1.2 + 2);
  },
);
