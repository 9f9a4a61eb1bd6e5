import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isPast } from '../../../lambdas/domain/instant.ts';
import { type Deployment, deployment } from '../../support/in-process/deployment.ts';
import { type Act, acted } from '../../support/leaving/acts.ts';
import { onward, walker } from '../../support/leaving/walk.ts';
import { isOver, openWorld, type World } from '../../support/leaving/world.ts';

/*
 * The model of leaving beside the real functions: the same acts, and after each the same state. Executions are the
 * model's, as is when AWS destroys a key; the local AWS tells neither by the clock of a test.
 */
let deployed: Deployment;
let real: typeof import('../../support/leaving/real.ts');
let world: World;
const started: string[] = [];

beforeAll(async () => {
  vi.doMock('../../../lambdas/platform/aws/state-machines.ts', () => ({
    isRunning: async (execution: string) =>
      world.executions.some((one) => one.name === execution && !isOver(one)),
    diedSince: async (machine: string, since: string) =>
      world.executions
        .filter((one) => one.machine === machine && (one.next === 'failed' || (one.died ?? '') >= since))
        .map(({ name }) => ({
          name: `${world.tenant?.id}-${name.split(' ').slice(1).join(' ')}`,
          arn: name,
        })),
    // The reconciler looks after the tenants of former walks, too.
    startExecution: async (machine: string, name: string) => {
      if (name.startsWith(`${world.tenant?.id}-`))
        started.push(`${machine} ${name.replace(`${world.tenant?.id}-`, '')}`);
    },
  }));
  vi.doMock('../../../lambdas/stores/retention/key-destruction.ts', () => ({
    destroyKey: async () => undefined,
    keyStatus: async () => {
      const { keyGoneAt, now } = world;
      if (keyGoneAt === undefined) return { state: 'usable' };
      return isPast(keyGoneAt, now) ? { state: 'gone' } : { state: 'pending', goneAt: keyGoneAt };
    },
  }));
  vi.doMock('../../../lambdas/stores/mail/notifier-call.ts', () => ({ callNotifier: async () => 'sent' }));
  deployed = await deployment();
  Object.assign(process.env, {
    RETENTION_WINDOW: window,
    RETENTION_MACHINE: 'retention',
    EXPORT_MACHINE: 'export',
  });
  real = await import('../../support/leaving/real.ts');
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

const window = 'P2D';
const setTime = (now: string) => vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(now) });

/** A tenant whose contract runs, and its model. */
async function opened(): Promise<void> {
  vi.useRealTimers();
  const id = await deployed.openTenant();
  await deployed.longAdmin(id, 'boris');
  const now = new Date().toISOString();
  setTime(now);
  const { lease } = await real.stored(id, 1);
  const begun = openWorld(id, now, window);
  world = { ...begun, lease: lease && { ...begun.lease, ...lease } };
}

/** Does an act on both sides, and compares. */
async function both(act: Act, story: string): Promise<void> {
  const before = world;
  const after = acted(before, act);
  if (!after) return expect.unreachable(`${act.name} is refused`);
  const id = before.tenant?.id ?? '';
  started.length = 0;
  await real.done(deployed, before, act);
  world = after;
  setTime(world.now);
  const stored = await real.stored(id, before.tenant?.epoch ?? 0);
  expect(stored, story).toEqual(real.modelled(world));
  if (act.name !== 'reconcile') return;
  const names = (of: World) => of.executions.map(({ name }) => name);
  expect(
    started.filter((name) => !name.startsWith('export')),
    story,
  ).toEqual(names(world).filter((name) => !names(before).includes(name)));
}

/** Follows a walk, on both sides. */
async function walked(most: number, next: (last: Act | undefined) => Act | undefined): Promise<void> {
  await opened();
  const story: string[] = [];
  for (let last: Act | undefined; story.length < most && world.tenant; ) {
    last = next(last);
    if (!last) return;
    story.push(last.name);
    await both(last, story.join(' > '));
  }
}

describe('the real functions do what the model says, after each act', () => {
  const walks = walker(7, ['commit reads']);

  it.each([1, 2, 3, 4, 5, 6])('of walk %i, on which each act follows others', (_) =>
    walked(25, (last) => walks.next(world, last)),
  );

  it('of the whole way, on which the answer of every step gets lost once', async () => {
    await walked(200, (last) => (last ? onward(world, last) : { name: 'end' }));
    expect(world.tenant).toBeUndefined();
    expect(world.attested).toBe(2);
  });

  it('after which most acts have followed most others', () => {
    expect(walks.walked.size).toBeGreaterThan(140);
  });
});
