import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorkflow, type Workflow } from './loaded.ts';

let workflow: Workflow;

beforeAll(async () => {
  workflow = await loadWorkflow();
}, 60_000);
afterAll(() => workflow?.stop());

it('probe', async () => {
  const tenant = await workflow.endedTenant();
  console.log(await workflow.remainsOf(tenant));
  const r = await workflow.run('retention', tenant, 2, 1, { start: async (a) => console.log(a) });
  console.log(r);
  const t = performance.now();
  const p = await workflow.run('purge', tenant, 2, 2);
  console.log(p, performance.now() - t);
  console.log(await workflow.remainsOf(tenant), workflow.mailed);
}, 60_000);
