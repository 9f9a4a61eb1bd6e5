import '../support/in-process/two-shards.ts';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { root } from '../architecture/sources.ts';
import { actsOf } from '../support/in-process/acts.ts';
import { type Tour, tour } from '../support/scenario/tour.ts';

let taken: Tour;
let steps: object;
let restoreTasks: object;
let drillTasks: object;

beforeAll(async () => {
  taken = await tour();
  const { steps: removing } = await import('../../lambdas/functions/eraser.ts');
  const { steps: waiting } = await import('../../lambdas/functions/workflow.ts');
  steps = { ...removing, ...waiting };
  ({ restoreTasks, drillTasks } = await import('../../lambdas/functions/restore.ts'));
}, 180_000);
afterAll(() => {
  taken?.stop();
  vi.useRealTimers();
});

it('goes everywhere', () => {
  const all = allOperations.filter((one) => one.function !== 'public').map(({ name }) => name);
  expect(all.filter((name) => !taken.done.has(name))).toEqual([]);
  const tasks = Object.keys({ ...steps, ...restoreTasks, ...drillTasks });
  expect(tasks.filter((name) => !taken.done.has(name))).toEqual([]);
});

it('what functions ask of AWS is what the policies are judged by', async () => {
  const acts = `${JSON.stringify(actsOf(taken.calls), undefined, 2)}\n`;
  await expect(acts).toMatchFileSnapshot(join(root, 'test', 'template', 'acts.json'));
});
