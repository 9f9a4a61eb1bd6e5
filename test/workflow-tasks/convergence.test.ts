import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorkflow, type Workflow } from './loaded.ts';

/*
 * The process dies at an AWS call of a step: before the call has an effect, or after it had and its answer was lost.
 * Either the state machine tries the step again, or the whole execution is lost and the reconciler starts another.
 * Both must come to the same end. Of the steps that write much, some of their many calls stand for all.
 */
const deaths = {
  'purge.count': [1, 2, 40, 71],
  'purge.commit': [1, 2, 3, 4, 5],
  'purge.shred': [1, 2, 3, 4],
  'purge.expire': [1, 2, 10, 30, 60, 104],
  'purge.sweep': [1, 2, 10, 40, 80],
  'purge.verify': [1, 2, 5, 60, 100],
  'purge.attest': [1, 2, 3, 4, 5, 6, 7, 8],
  'purge.deliver': [3],
  'purge.key': [3, 4],
  'purge.attest-finally': [3, 4, 5, 6],
  'purge.finish': [1, 2, 10, 19, 20, 21, 22, 23],
};

let workflow: Workflow;
beforeAll(async () => {
  workflow = await loadWorkflow();
}, 60_000);
afterAll(() => workflow?.stop());

const epoch = 2;
const gone = 'arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-4000-8000-000000000000';
let runs = 0;

it.each(Object.entries(deaths))(
  'a purge comes to its one end when it dies in %s',
  async (task, calls) => {
    const { equals, transact } = await import('../../lambdas/adapters/transaction.ts');
    const { vaultKey } = await import('../../lambdas/adapters/key-registry.ts');
    for (const call of calls) {
      const when = runs++ % 2 === 0 ? 'before' : 'after';
      const retries = runs % 4 < 2 ? 1 : 0;
      const tenant = await workflow.endedTenant(1, 1);
      let armed = true;
      const world = {
        retries,
        invoke: async (payload: Record<string, unknown>) => {
          if (armed && payload.task === task) {
            armed = false;
            workflow.faults.dieAt(call, when);
          }
          try {
            return await workflow.invoke(payload);
          } finally {
            workflow.faults.mend();
          }
        },
        // AWS destroys the key meanwhile; the local one never does.
        wait: async () => {
          const update = vaultKey.tenant(tenant);
          await transact([{ table: 'vault', update, set: { kmsKey: gone }, if: equals({ epoch }) }]);
          return true;
        },
      };
      let played = await workflow.run('purge', tenant, epoch, 2, world);
      for (let attempt = 3; played.status === 'FAILED' && attempt < 6; attempt++)
        played = await workflow.run('purge', tenant, epoch, attempt, world);
      const story = `${task}, call ${call}, ${when}, ${retries} retries: ${played.error ?? played.trail.join(' ')}`;
      expect(played.status, story).toBe('SUCCEEDED');
      expect(armed, `${task} is not reached`).toBe(false);
      expect(await workflow.remainsOf(tenant), story).toEqual({
        'evidence ATTESTATION#2#1': 1,
        'evidence ATTESTATION#2#2': 1,
        // Opened, ended, committed, shredded, verified, attested twice: each is on the record once.
        'evidence L#ent_…': 7,
      });
    }
  },
  120_000,
);
