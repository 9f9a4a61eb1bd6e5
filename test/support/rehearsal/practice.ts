/*
 * A practice for rehearsals, as the real functions make it: three people, two of them in one shard. It has two shards
 * rather than sixteen, so that each call of a purge can be tried in some seconds.
 */

import process from 'node:process';
import { vi } from 'vitest';
import type { Scenario } from '../scenario/in-process.ts';
import { stepsInProcess } from '../workflows/step-functions.ts';
import { rehearsedAws } from './aws.ts';
import { twoShards } from './two-shards.ts';

export type Practice = Awaited<ReturnType<typeof openPractice>>;

/** Opens it; the clock stands still from then on. Call it before anything below lambdas/ is imported. */
export async function openPractice() {
  // What was loaded before knows sixteen shards.
  vi.resetModules();
  vi.doMock('../../../lambdas/domain/identifiers.ts', async (original) => twoShards(await original()));
  vi.doMock('../../../lambdas/platform/runtime/clock.ts', async (original) => ({
    ...(await original<object>()),
    pauseFor: async () => undefined,
  }));
  const aws = rehearsedAws(async (payload) => {
    const { handler } = await import('../../../lambdas/functions/notifier.ts');
    return handler(payload as never);
  });
  const { anna, openScenario } = await import('../scenario/in-process.ts');
  const scenario = await openScenario();
  process.env.RETENTION_WINDOW = 'PT1S';
  await scenario.longAdmin(scenario.tenant, 'bea');
  const { principalOf } = await import('../in-process/call.ts');
  const { shardOf } = await import('../../../lambdas/domain/identifiers.ts');
  const { handler: restore } = await import('../../../lambdas/functions/restore.ts');
  const { kindNameOf } = await import('../../../lambdas/model/registry.ts');
  const enrolled = await people(scenario, shardOf);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  return {
    ...scenario,
    ...enrolled,
    anna,
    bea: principalOf('bea'),
    aws,
    kindNameOf,
    /** A step of a machine, or a run of the reconciler. */
    invoke: await stepsInProcess(),
    /** A task of a restore. */
    restore: (task: object) => restore(task, { getRemainingTimeInMillis: () => 900_000 }),
    /** Time passes; nothing else happens. */
    setTime: (instant: number) => vi.setSystemTime(instant),
    later: (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000),
    stop(): void {
      vi.useRealTimers();
      aws.stop();
    },
  };
}

/** One person with everything that they can have, one in the same shard, and one in another. */
async function people(scenario: Scenario, shardOf: (id: string) => string) {
  const one = await scenario.enrol();
  await scenario.store(one, {
    category: 'health.lab',
    date: '2026-10-01',
    fields: { test: 'Glucose', loinc: '2345-7', value: 95, unit: 'mg/dL' },
  });
  await scenario.grant(await scenario.request(one));
  const wanted = { individualId: one, purpose: 'MedicalHealth', categories: ['health.lab'] };
  await scenario.disclosures('disclosure.create', { body: wanted });
  const others = new Map<boolean, string>();
  while (others.size < 2) {
    const other = await scenario.enrol();
    others.set(shardOf(other) === shardOf(one), other);
  }
  return { one, near: others.get(true) ?? '', far: others.get(false) ?? '' };
}
