import { afterAll, beforeAll, expect, it } from 'vitest';
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
const fewCalls = 8;

/** Which calls of a step to die at: every one, or some that stand for many. */
function deathsAmong(calls: number): number[] {
  const share = (part: number) => Math.ceil(calls * part);
  return calls <= fewCalls
    ? Array.from({ length: calls }, (_, i) => i + 1)
    : [1, 2, share(1 / 4), share(1 / 2), share(3 / 4), calls];
}

const epoch = 2;
const gone = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;
let runs = 0;
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

it.each(tasks)(
  'a purge comes to its one end when it dies in %s',
  async (task) => {
    const deaths = deathsAmong(callsOf.get(task) ?? 0);
    expect(deaths.length).toBeGreaterThan(0);
    let seen = 0;
    for (const call of deaths) {
      const when = runs++ % 2 === 0 ? 'before' : 'after';
      const retries = runs % 4 < 2 ? 1 : 0;
      const tenant = await workflow.endedTenant(1, 1);
      let died: boolean | undefined;
      const world = {
        retries,
        invoke: async (payload: Record<string, unknown>) => {
          const here = died === undefined && payload.task === task;
          if (here) workflow.faults.dieAt(call, when);
          try {
            return await workflow.invoke(payload);
          } finally {
            if (here) died = workflow.faults.calls() >= call;
            workflow.faults.mend();
          }
        },
        wait: () => loseKey(tenant),
      };
      let played = await workflow.run('purge', tenant, epoch, 2, world);
      for (let attempt = 3; played.status === 'FAILED' && attempt < 6; attempt++)
        played = await workflow.run('purge', tenant, epoch, attempt, world);
      const story = `${task}, call ${call}, ${when}, ${retries} retries: ${played.error ?? played.trail.join(' ')}`;
      expect(played.status, story).toBe('SUCCEEDED');
      if (died) seen += 1;
      expect(await workflow.remainsOf(tenant), story).toEqual({
        'evidence ATTESTATION#2#1': 1,
        'evidence ATTESTATION#2#2': 1,
        // Opened, ended, committed, shredded, verified, attested twice: each is on the record once.
        'evidence L#ent_…': 7,
      });
    }
    // Entries lie in shards by chance, so that a step may make a call less than it did when they were counted.
    expect(seen, `${task} dies at calls ${deaths}`).toBeGreaterThanOrEqual(Math.max(deaths.length - 1, 1));
  },
  120_000,
);
