import '../../support/in-process/two-shards.ts';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../lambdas/domain/evidence/statement.ts';
import type { Attempt } from '../../../lambdas/stores/retention/lease.ts';
import { account } from '../../support/in-process/local-aws.ts';
import { betweenAttestations, remainsToBeRemoved } from '../../support/workflows/between-attestations.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

let workflow: Workflow;
let adapters: Workflow['adapters'];

beforeAll(async () => {
  workflow = await loadWorkflow();
  ({ adapters } = workflow);
}, 60_000);
afterAll(() => workflow?.stop());

const epoch = 2;
const purge = (tenant: string, attempt = 2, world = {}) =>
  workflow.run('purge', tenant, epoch, attempt, world);

const remains = (tenant: string) => remainsToBeRemoved(workflow, tenant);

/** Every attestation of a tenant in the whole table, found or not by its pointers. */
async function attestations(tenant: string): Promise<SignedStatement[]> {
  const { Items = [] } = await new DynamoDBClient().send(new ScanCommand({ TableName: 'evidence' }));
  return Items.map((item) => unmarshall(item))
    .filter((row) => row.sk === 'ATT' && row.signed.record.tenant === tenant)
    .map((row) => row.signed as SignedStatement);
}

/** As if AWS had destroyed the key: the local one never does. */
async function loseKey(tenant: string): Promise<void> {
  const kmsKey = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;
  await set(tenant, { kmsKey });
}

const set = (tenant: string, attributes: Record<string, unknown>) =>
  adapters.transact([adapters.tenantRow.update([tenant], { set: attributes }, { if: adapters.present })]);

describe('a purge that must not happen', () => {
  it.each([
    ['is held', { heldUntil: '2999-01-01T00:00:00.000Z' }, 'held'],
    ['is not due', { purgeAt: '2999-01-01T00:00:00.000Z' }, 'retrieval'],
    ['was reinstated', { epoch: 3, state: 'open' }, 'reinstated'],
  ])('ends when the tenant %s, and changes nothing', async (_, change, reason) => {
    const tenant = await workflow.endedTenant(1, 1);
    await set(tenant, change);
    const before = await workflow.remainsOf(tenant);
    const { status, output, trail } = await purge(tenant);
    expect(status).toBe('SUCCEEDED');
    expect(trail.at(-1)).toBe('Nothing to do any more');
    expect(output).toEqual({ outcome: 'leave', reason });
    expect(await workflow.remainsOf(tenant)).toEqual(before);
  });

  it('does not happen when the tenant is reinstated at the very last moment', async () => {
    const tenant = await workflow.endedTenant(1, 1);
    const { trail, output } = await purge(tenant, 2, {
      invoke: async (payload: { task: string }) => {
        if (payload.task === 'purge.commit') await set(tenant, { epoch: 3, state: 'open' });
        return workflow.invoke(payload);
      },
    });
    expect(trail.at(-1)).toBe('Nothing to do any more');
    expect(output).toEqual({ outcome: 'leave', reason: 'reinstated' });
    expect(await workflow.remainsOf(tenant)).toMatchObject({ 'keys SHARD': 3, 'vault FENCE': 2 });
  });

  it('ends when a later attempt has taken over, and when the tenant is gone', async () => {
    const tenant = await workflow.endedTenant(1, 1);
    await workflow.invoke({ task: 'purge.envelope', v: 1, tenant, epoch, attempt: 5 });
    expect((await purge(tenant, 4)).output).toEqual({ outcome: 'leave', reason: 'superseded' });
    const nobody = `tnt_${'0'.repeat(32)}`;
    expect((await purge(nobody)).output).toEqual({ outcome: 'leave', reason: 'gone' });
    expect(await workflow.remainsOf(nobody)).toEqual({});
  });

  it('ends when a later attempt takes over while a step acts', async () => {
    const { withLease } = await import('../../../lambdas/stores/retention/step.ts');
    const tenant = await workflow.endedTenant(1, 1);
    const run = { at: new Date().toISOString(), timeIsUp: () => false };
    const overtaken = await withLease(
      { v: 1, tenant, epoch, attempt: 5 },
      run,
      ['retrieval'],
      async (leased) => {
        await workflow.invoke({ task: 'purge.envelope', v: 1, tenant, epoch, attempt: 6 });
        await adapters.transact([adapters.leaseChange(leased, { delivered: 9 })]);
        return { outcome: 'acted' };
      },
    );
    expect(overtaken).toEqual({ outcome: 'leave', reason: 'superseded' });
    const found = await adapters.tenantAndLease(tenant);
    expect(found?.lease).toMatchObject({ attempt: 6 });
    expect(found?.lease).not.toHaveProperty('delivered', 9);
  });

  it.each([
    { task: 'purge.commit' },
    { task: 'purge.everything', v: 1, tenant: `tnt_${'0'.repeat(32)}`, epoch, attempt: 1 },
    { task: 'purge.commit', v: 2, tenant: `tnt_${'0'.repeat(32)}`, epoch, attempt: 1 },
    { task: 'purge.commit', v: 1, tenant: 'tnt_', epoch, attempt: 1 },
    { task: 'purge.commit', v: 1, tenant: `tnt_${'0'.repeat(32)}`, epoch, attempt: 1, force: true },
    'purge.commit',
    null,
  ])('does nothing for a forged input: %j', async (input) => {
    expect(await workflow.invoke(input)).toEqual({ outcome: 'invalid-input' });
  });

  it('fails at once for an execution with an invalid input', async () => {
    const { status, trail } = await workflow.run('purge', 'nobody', epoch, 1);
    expect([status, ...trail]).toEqual([
      'FAILED',
      'Seal addresses for the attestations',
      'Are the addresses sealed?',
      'Pass the point of no return',
      'Is it passed?',
      'A step gave an unknown answer',
    ]);
  });
});

describe('a purge', () => {
  it('deletes every object of the tenant, with former versions and unfinished uploads, and of nobody else', async () => {
    const { getObject, keptBelow, putObject } = await import('../../../lambdas/platform/aws/s3.ts');
    const tenant = await workflow.endedTenant(1, 1);
    const other = `exports/tnt_${'0'.repeat(32)}/1`;
    await putObject(other, Buffer.from('another tenant'));
    for (const name of ['exp/1', 'out of band/ü & <1>'])
      await putObject(`exports/${tenant}/${name}`, Buffer.from(name));
    expect(await keptBelow(`exports/${tenant}/`)).toHaveLength(2);
    expect((await purge(tenant)).trail).toContain('Wait for AWS to destroy the key');
    expect(await keptBelow(`exports/${tenant}/`)).toEqual([]);
    expect(Buffer.from((await getObject(other)) ?? []).toString()).toBe('another tenant');
    expect(await getObject(`exports/${tenant}/exp/1`)).toBeUndefined();
  });

  it('verifies nothing while an object is left', async () => {
    const { putObject } = await import('../../../lambdas/platform/aws/s3.ts');
    const tenant = await workflow.endedTenant(1, 1);
    const seen: unknown[] = [];
    await purge(tenant, 2, {
      invoke: async (payload: { task: string }) => {
        if (payload.task === 'purge.verify') await putObject(`exports/${tenant}/late`, Buffer.from('late'));
        const outcome = await workflow.invoke(payload);
        if (payload.task === 'purge.verify') seen.push(outcome);
        return outcome;
      },
    });
    expect(seen[0]).toEqual({ outcome: 'residue', why: 'objects', count: 1 });
  });

  it('ends, when AWS has destroyed the key, with the attestations, the leaf hashes and the ledger alone', async () => {
    const tenant = await workflow.endedTenant();
    let waited = 0;
    const { status, trail } = await purge(tenant, 2, {
      wait: async () => {
        // Late at first: the key is still there when it should be gone.
        if (++waited === 2) await loseKey(tenant);
        return true;
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(trail.at(-1)).toBe('Nothing is left of the tenant');
    expect(waited).toBe(2);
    const left = await workflow.remainsOf(tenant);
    expect(Object.keys(left).sort()).toEqual([
      'evidence ATTESTATION#2#1',
      'evidence ATTESTATION#2#2',
      'evidence L#ent_…',
    ]);
    const [first = '', second = ''] = await adapters.attestationsOf(tenant);
    const attested = await adapters.attestation(second);
    if (!attested) return expect.unreachable('there is no second attestation');
    await adapters.verifyStatement(attested, { keys: await adapters.publicKeys() });
    expect(attested.record).toMatchObject({ part: 2, tenant, first: { id: first }, kms_key: 'destroyed' });
    // A step that comes late does not bring anything back.
    expect((await purge(tenant, 3)).output).toEqual({ outcome: 'leave', reason: 'gone' });
    expect(await workflow.remainsOf(tenant)).toEqual(left);
  });

  it('schedules the deletion of the key again when it was cancelled', async () => {
    const tenant = await workflow.endedTenant(1, 1);
    await purge(tenant);
    const { kmsKey } = await workflow.tenantRow(tenant);
    const kms = new KMSClient();
    const { CancelKeyDeletionCommand } = await import('@aws-sdk/client-kms');
    await kms.send(new CancelKeyDeletionCommand({ KeyId: kmsKey as string }));
    expect((await purge(tenant, 3)).status).toBe('WAITING');
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: kmsKey as string }));
    expect(KeyMetadata?.KeyState).toBe('PendingDeletion');
    expect(await attestations(tenant)).toHaveLength(1);
  });

  it('accepts a tenant that never got its key, and writes no fence for it', async () => {
    const tenant = await workflow.newTenant();
    await workflow.end(tenant);
    const { status, trail } = await purge(tenant);
    expect(status).toBe('SUCCEEDED');
    expect(trail.at(-1)).toBe('Nothing is left of the tenant');
    expect(
      Object.keys(await workflow.remainsOf(tenant)).filter((name) => !name.startsWith('evidence')),
    ).toEqual([]);
    const [first] = await attestations(tenant).then((all) => all.filter(({ record }) => record.part === 1));
    expect(first?.record.shredded).toMatchObject({ kms_key: 'never-made', range_secrets: 0 });
  });

  it('shreds in the same number of calls, whatever the amount of data', async () => {
    const callsOf = async (tenant: string) => {
      let calls = 0;
      await purge(tenant, 2, {
        invoke: async (payload: { task: string }) => {
          workflow.faults.mend();
          const outcome = await workflow.invoke(payload);
          if (payload.task === 'purge.shred') calls = workflow.faults.calls();
          return outcome;
        },
      });
      return calls;
    };
    const few = await callsOf(await workflow.endedTenant(1, 0));
    const many = await callsOf(await workflow.endedTenant(12, 20));
    expect(few).toBe(6);
    expect(many).toBe(few);
  });

  it('opens nothing once the secrets are gone, and takes no late write once individuals are', async () => {
    const tenant = await workflow.endedTenant(1, 1);
    const rows = await adapters.queryAll({
      table: 'vault',
      pk: adapters.partition.range(tenant, '0'),
      prefix: 'I#',
    });
    const individual = rows.find(({ sk }) => /^I#[0-9a-f]{32}$/.test(sk));
    if (!individual) return expect.unreachable('no individual in that shard');
    const late = () =>
      adapters.transact([
        { table: 'vault', check: individual, if: adapters.equals({ gate: 1 }), else: 'conflict' },
        { table: 'vault', put: { ...individual, sk: `${individual.sk}#S#${'0'.repeat(64)}` } },
      ]);
    await late();
    for (const task of ['envelope', 'commit', 'shred', 'expire'])
      await workflow.invoke({ task: `purge.${task}`, v: 1, tenant, epoch, attempt: 2 });
    await expect(late()).rejects.toMatchObject({ code: 'conflict' });
    expect(await workflow.remainsOf(tenant)).not.toHaveProperty('keys SHARD');
  });

  it('has every row expire before it deletes any, and lets rows that end sooner keep their end', async () => {
    const tenant = await workflow.endedTenant(2, 2);
    const before = await everyRow(tenant);
    for (const task of ['envelope', 'commit', 'shred', 'expire'])
      await workflow.invoke({ task: `purge.${task}`, v: 1, tenant, epoch, attempt: 2 });
    const now = Math.floor(Date.now() / 1000);
    const after = await everyRow(tenant);
    expect(after.size).toBeGreaterThan(50);
    for (const [name, row] of after) {
      if (/TENANT|LEASE|ENVELOPE/.test(name)) continue;
      const ended = before.get(name)?.expiresAt as number | undefined;
      if (ended !== undefined && ended < now) expect(row.expiresAt, name).toBe(ended);
      else expect(row.expiresAt as number, name).toBeLessThanOrEqual(now);
    }
    expect(after.get('TENANT')).not.toHaveProperty('expiresAt');
  });

  it('goes back to the sweep when something is left, and to an alarm after three rounds, never to done', async () => {
    const tenant = await workflow.endedTenant(1, 1);
    const { status, error, trail } = await purge(tenant, 2, {
      invoke: async (payload: { task: string }) => {
        const outcome = await workflow.invoke(payload);
        if (payload.task === 'purge.sweep')
          await adapters.putRows('vault', [
            { pk: adapters.partition.range(tenant, '1'), sk: 'WHAT#IS#THIS' },
          ]);
        return outcome;
      },
    });
    expect(status).toBe('FAILED');
    expect(error).toBe('Habeas.Residue');
    expect(trail.filter((name) => name === 'Delete every row')).toHaveLength(3);
    expect(await attestations(tenant)).toHaveLength(0);
    expect((await purge(tenant, 3)).status).toBe('WAITING');
    expect(await remains(tenant)).toEqual(betweenAttestations);
  });

  it('done by two executions at once is done once', async () => {
    const tenant = await workflow.endedTenant(3, 3);
    const both = await Promise.all([purge(tenant, 2, { retries: 2 }), purge(tenant, 3, { retries: 2 })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['SUCCEEDED', 'WAITING']);
    expect(await attestations(tenant)).toHaveLength(1);
    expect(await remains(tenant)).toEqual(betweenAttestations);
  });

  it('ends a call when its time is up, and goes on where it was in the next', async () => {
    const { steps } = await import('../../../lambdas/functions/eraser.ts');
    const tenant = await workflow.endedTenant(1, 1200);
    const looks: Record<string, number> = { 'purge.expire': 20, 'purge.sweep': 20 };
    const { status, trail } = await purge(tenant, 2, {
      invoke: async ({ task, ...attempt }: Attempt & { task: keyof typeof steps }) => {
        let left = looks[task] ?? Number.POSITIVE_INFINITY;
        return steps[task](attempt, { at: new Date().toISOString(), timeIsUp: () => left-- <= 0 });
      },
    });
    expect(status).toBe('WAITING');
    const calls = (step: string) => trail.filter((name) => name === step).length;
    expect(calls('Count rows and let them expire')).toBeGreaterThan(1);
    expect(calls('Delete every row')).toBeGreaterThan(1);
    expect(await remains(tenant)).toEqual(betweenAttestations);
    const [attested] = await attestations(tenant);
    const counted = { vault: { record: 1200, individual: 3, fence: 2 } };
    expect(attested?.record).toMatchObject({ existed: counted, deleted: counted });
  });
});

async function everyRow(tenant: string) {
  const rows = await Promise.all(
    (['vault', 'keys'] as const).flatMap((table) =>
      [...'01t'].map((range) => adapters.queryAll({ table, pk: adapters.partition.range(tenant, range) })),
    ),
  );
  return new Map(rows.flat().map((row) => [row.sk, row]));
}
