import '../../support/in-process/two-shards.ts';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../lambdas/platform/dynamodb/key.ts';
import { account } from '../../support/in-process/local-aws.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

/*
 * A purge while an individual is held: they stay, whole, and everybody else goes; when the hold has ended, they go too.
 */
const epoch = 2;
const machines = { retention: 'arn:retention', purge: 'arn:purge', export: 'arn:export' };
let workflow: Workflow;
let persons: typeof import('../../support/workflows/held-person.ts');

beforeAll(async () => {
  workflow = await loadWorkflow();
  persons = await import('../../support/workflows/held-person.ts');
}, 60_000);
afterAll(() => workflow?.stop());

const purge = (tenant: string, attempt = 2, world = {}) =>
  workflow.run('purge', tenant, epoch, attempt, world);
const task = (tenant: string, name: string, attempt = 2) =>
  workflow.invoke({ task: `purge.${name}`, v: 1, tenant, epoch, attempt });

/** An ended tenant of two, of whom some are held. */
async function ended(held = 1, records = 1) {
  const tenant = await workflow.endedTenant(2, records);
  const people = await persons.people(tenant);
  for (const { id } of people.slice(0, held)) await persons.hold(tenant, id);
  const [one] = people;
  if (!one) throw new Error('nobody is there');
  return { tenant, people, one, before: await persons.everyRowOf(tenant) };
}

/** The rows that only they have, as they were; of the fence only that it is there. */
const own = (rows: Map<string, Row>, one: Parameters<typeof persons.whyItStays>[1]) =>
  new Map(
    [...rows].filter(([name]) => /^their/.test(persons.whyItStays(name, one) ?? '') && !/FENCE/.test(name)),
  );

async function keyState(tenant: string): Promise<string | undefined> {
  const { kmsKey } = await workflow.tenantRow(tenant);
  const { KeyMetadata } = await new KMSClient().send(new DescribeKeyCommand({ KeyId: String(kmsKey) }));
  return KeyMetadata?.KeyState;
}

async function attested(tenant: string) {
  const ids = await workflow.adapters.attestationsOf(tenant);
  const all = await Promise.all(ids.map((id) => workflow.adapters.attestation(id)));
  return all.map((one) => one?.record ?? {});
}

/** As if AWS had destroyed the key: the local one never does. */
async function loseKey(tenant: string): Promise<true> {
  const kmsKey = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;
  const { adapters } = workflow;
  await adapters.transact([
    adapters.tenantRow.update([tenant], { set: { kmsKey } }, { if: adapters.present }),
  ]);
  return true;
}

const reconcile = () => workflow.invoke({ task: 'reconcile', machines });

describe('a purge while an individual is held', () => {
  it('leaves them whole, removes everybody else, says so, and rests', async () => {
    const { tenant, one, before } = await ended();
    const theirs = own(before, one);
    expect(theirs.size).toBeGreaterThan(20);
    workflow.mailed.length = 0;
    const { status, output, trail } = await purge(tenant);
    expect([status, output]).toEqual(['SUCCEEDED', { outcome: 'leave', reason: 'held' }]);
    expect(trail.at(-2)).toBe('Is the first attestation mailed?');
    const after = await persons.everyRowOf(tenant);
    expect([...after.keys()].filter((name) => persons.whyItStays(name, one) === undefined)).toEqual([]);
    expect(own(after, one)).toEqual(theirs);
    expect([...after.keys()].filter((name) => /MEMBER|K#tenant|TENANT/.test(name)).length).toBeGreaterThan(2);
    expect(await keyState(tenant)).toBe('Enabled');
    expect(await attested(tenant)).toMatchObject([
      {
        part: 1,
        held_individuals: 1,
        deleted: { vault: { individual: 3, record: 1 }, keys: { shard: 1 } },
        shredded: { range_secrets: 1, kms_key: 'kept-for-held-individuals' },
        remains: expect.arrayContaining([expect.objectContaining({ what: 'held-individuals' })]),
      },
    ]);
    expect(workflow.mailed.map((mail) => mail.task)).toEqual(['envelope', 'attestation']);
    const row = await workflow.tenantRow(tenant);
    expect(row).toMatchObject({ state: 'purging', heldUntil: expect.stringMatching(/^20/) });
    const { lease } = (await workflow.adapters.tenantAndLease(tenant)) ?? {};
    expect(lease).toMatchObject({ step: 'held', held: 1, round: 1 });
    // Another execution finds nothing to do, and changes nothing.
    expect((await purge(tenant, 3)).output).toEqual({ outcome: 'leave', reason: 'held' });
    expect(await attested(tenant)).toHaveLength(1);
    expect(own(await persons.everyRowOf(tenant), one)).toEqual(theirs);
  });

  it('opens nothing of anybody else once the keys are destroyed, although a range keeps its secret', async () => {
    const { tenant, one } = await ended();
    for (const name of ['envelope', 'commit', 'shred']) await task(tenant, name);
    const keys = [...(await persons.everyRowOf(tenant)).keys()].filter((name) => name.startsWith('keys'));
    const opening = keys.filter((name) => /#K#/.test(name) && persons.whyItStays(name, one) === undefined);
    const secrets = keys.filter((name) => name.endsWith('SHARD')).map((name) => name.split(' ')[1]);
    expect(opening.filter((name) => secrets.includes(name.split(' ')[1]))).toEqual([]);
    expect(secrets).toHaveLength(2);
  });

  it('runs again when the hold is released, and then nothing is left', async () => {
    const { tenant, one } = await ended();
    await purge(tenant);
    await persons.release(tenant, one.id);
    workflow.mailed.length = 0;
    expect((await purge(tenant, 3)).status).toBe('WAITING');
    expect(await keyState(tenant)).toBe('PendingDeletion');
    expect(workflow.mailed).toMatchObject([{ task: 'envelope' }, { task: 'attestation', supplement: 1 }]);
    const left = Object.entries(await workflow.remainsOf(tenant)).filter(([name]) => !/L#ent/.test(name));
    expect(Object.fromEntries(left)).toEqual({
      'vault TENANT': 1,
      'vault LEASE': 1,
      'keys ENVELOPE': 1,
      // Committed; shredded, verified and attested twice.
      'evidence E#ent_…': 7,
      'evidence ATTESTATION#2#1': 1,
      'evidence ATTESTATION#2#1#000001': 1,
    });
    const done = await purge(tenant, 4, { wait: () => loseKey(tenant) });
    expect(done.trail.at(-1)).toBe('Nothing is left of the tenant');
    const [first, supplement, second] = await attested(tenant);
    expect(supplement).toMatchObject({
      part: 1,
      supplement: 1,
      first: { id: expect.stringMatching(/^att_/) },
      held_individuals: 0,
      deleted: { vault: { individual: 1, record: 1, member: 1 }, keys: { shard: 2 } },
    });
    expect(second).toMatchObject({ part: 2, first: { sha256: expect.anything() }, supplements: [{}] });
    expect(first).toMatchObject({ held_individuals: 1 });
  });

  it('goes back to the sweep when somebody is released between sweep and verification, or after it', async () => {
    for (const before of ['purge.verify', 'purge.attest']) {
      const { tenant, one } = await ended(2);
      let released = false;
      const { output, trail } = await purge(tenant, 2, {
        invoke: async (payload: { task: string }) => {
          if (payload.task === before && !released) await persons.release(tenant, one.id);
          released ||= payload.task === before;
          return workflow.invoke(payload);
        },
      });
      expect(output).toEqual({ outcome: 'leave', reason: 'held' });
      expect(
        trail.filter((name) => name === 'Delete every row'),
        before,
      ).toHaveLength(2);
      expect(await attested(tenant)).toMatchObject([{ held_individuals: 1 }]);
      const left = [...(await persons.everyRowOf(tenant)).keys()];
      // The other one may be in the same shard, whose secret stays then.
      expect(left.filter((name) => persons.whyItStays(name, one) === 'theirs')).toEqual([]);
    }
  });

  it('is found by the reconciler when a hold has ended by itself, and not before', async () => {
    const { tenant, one } = await ended();
    await purge(tenant);
    await reconcile();
    const attempt = async () => (await workflow.adapters.tenantAndLease(tenant))?.lease?.attempt;
    expect(await attempt()).toBe(2);
    await persons.hold(tenant, one.id, new Date(Date.now() + 366 * 86_400_000 - 1000).toISOString());
    const { holdRow } = await import('../../../lambdas/model/hold-rows.ts');
    const { adapters } = workflow;
    const until = new Date(Date.now() - 1000).toISOString();
    await adapters.transact([holdRow.update([tenant, one.id], { set: { until } }, { if: adapters.present })]);
    await reconcile();
    expect(await attempt()).toBe(3);
    expect(await adapters.read([holdRow.at(tenant, one.id)])).toEqual([undefined]);
    expect((await purge(tenant, 3)).status).toBe('WAITING');
  });

  /* A call that had read everything when the purge committed, and one that reads the individual only after that. */
  it('takes no late write below who is held from calls that began before it committed', async () => {
    const { tenant, one } = await ended();
    const { tenantOf } = await import('../../../lambdas/stores/tenants/tenants.ts');
    const { commitErasure } = await import('../../../lambdas/stores/erasure/point-of-no-return.ts');
    const { tenantScope } = await import('../../../lambdas/stores/erasure/tenant-scope.ts');
    const { readIndividual } = await import('../../../lambdas/stores/people/individuals.ts');
    const { changeRestriction } = await import('../../../lambdas/stores/people/restriction.ts');
    const read = tenantOf(await workflow.tenantRow(tenant));
    const [early, at] = [await readIndividual(tenant, one.id, []), new Date().toISOString()];
    const change = { reason: 'asked', locked: true } as const;
    const late = (keyed: typeof early) => changeRestriction({ tenant: read, at }, keyed, change, 'late');
    expect(await commitErasure(tenantScope(read), at)).toBe(true);
    const before = own(await persons.everyRowOf(tenant), one);
    await expect(late(early)).rejects.toMatchObject({ code: 'tenant-not-open' });
    await task(tenant, 'commit');
    await expect(late(await readIndividual(tenant, one.id, []))).rejects.toMatchObject({
      code: 'tenant-not-open',
    });
    expect(own(await persons.everyRowOf(tenant), one)).toEqual(before);
  });

  it('takes no new hold once the purge has begun, and waits for a hold that comes before it', async () => {
    const { tenant, people } = await ended(0);
    const [one, other] = people;
    if (!one || !other) return expect.unreachable('nobody');
    const { tenantOf } = await import('../../../lambdas/stores/tenants/tenants.ts');
    const { commitErasure } = await import('../../../lambdas/stores/erasure/point-of-no-return.ts');
    const { tenantScope } = await import('../../../lambdas/stores/erasure/tenant-scope.ts');
    const read = tenantOf(await workflow.tenantRow(tenant));
    await persons.hold(tenant, one.id);
    expect(await commitErasure(tenantScope(read), new Date().toISOString())).toBe(true);
    await expect(persons.hold(tenant, other.id)).rejects.toThrow();
    await persons.hold(tenant, one.id);
    expect((await purge(tenant)).output).toEqual({ outcome: 'leave', reason: 'held' });
    expect(await attested(tenant)).toMatchObject([{ held_individuals: 1 }]);
  });
});
