import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorkflow, type Workflow } from './loaded.ts';

let workflow: Workflow;
beforeAll(async () => {
  workflow = await loadWorkflow();
}, 60_000);
afterAll(() => workflow?.stop());

async function calls(tasks: Record<string, number>, tenant: string) {
  return workflow.run('purge', tenant, 2, 2, {
    invoke: async (p) => {
      workflow.faults.mend();
      const t = performance.now();
      const r = await workflow.invoke(p);
      tasks[String(p.task)] = workflow.faults.calls();
      console.log(p.task, workflow.faults.calls(), Math.round(performance.now() - t));
      return r;
    },
  });
}
const expected = async (tenant: string) => {
  const remains = await workflow.remainsOf(tenant);
  const short: Record<string, number> = {};
  for (const [k, n] of Object.entries(remains)) {
    const s = k.replace(/COUNT#2#./, 'COUNT');
    short[s] = (short[s] ?? 0) + n;
  }
  return short;
};
const final = {
  'vault LEASE': 1,
  'vault TENANT': 1,
  'keys ENVELOPE': 1,
  'evidence E#ent_…': 4,
  'evidence L#ent_…': 6,
  'evidence ATTESTATION#2#1': 1,
  'evidence COUNT': 17,
};

it('crashes', async () => {
  const tasks: Record<string, number> = {};
  const first = await workflow.endedTenant();
  await calls(tasks, first);
  const from = Number(process.env.FROM ?? 0),
    step = Number(process.env.STEP ?? 1);
  const wanted = (process.env.TASKS ?? Object.keys(tasks).join()).split(',');
  let n = 0,
    bad = 0;
  for (const task of wanted)
    for (let call = 1; call <= (tasks[task] ?? 0); call++)
      for (const when of ['before', 'after'] as const) {
        if (n++ % step !== from) continue;
        const tenant = await workflow.endedTenant(2, 1);
        let armed = true;
        const world = {
          invoke: async (p: any) => {
            if (armed && p.task === task) {
              armed = false;
              workflow.faults.dieAt(call, when);
            }
            try {
              return await workflow.invoke(p);
            } finally {
              workflow.faults.mend();
            }
          },
        };
        const inPlace = n % 2 === 0;
        let played = await workflow.run('purge', tenant, 2, 2, { ...world, retries: inPlace ? 1 : 0 });
        for (let attempt = 3; played.status === 'FAILED' && attempt < 6; attempt++)
          played = await workflow.run('purge', tenant, 2, attempt, world);
        const got = await expected(tenant);
        try {
          expect(played.status).toBe('WAITING');
          expect(got).toEqual(final);
          expect((await workflow.tenantRow(tenant)).state).toBe('purged');
        } catch (e) {
          bad++;
          console.log('BAD', task, call, when, inPlace, played, got);
        }
      }
  console.log('runs', n, 'bad', bad);
  expect(bad).toBe(0);
}, 3_000_000);
