import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { betweenAttestations, remainsToBeRemoved } from '../../support/workflows/between-attestations.ts';
import { loadWorkflow, recipient, type Workflow } from '../../support/workflows/loaded.ts';

/* A purge of all sixteen shards of a tenant; the other tests of purges have two, and fewer calls. */
let workflow: Workflow;
let adapters: Workflow['adapters'];

beforeAll(async () => {
  workflow = await loadWorkflow();
  ({ adapters } = workflow);
}, 60_000);
afterAll(() => workflow?.stop());

const epoch = 2;

describe('a purge of sixteen shards', () => {
  it('leaves nothing but what the second attestation needs, signs what it did, and waits for the key', async () => {
    const tenant = await workflow.endedTenant();
    await workflow.run('retention', tenant, epoch, 1, { start: async () => undefined });
    workflow.mailed.length = 0;
    const { status, output } = await workflow.run('purge', tenant, epoch, 2);
    expect(status).toBe('WAITING');
    expect(await remainsToBeRemoved(workflow, tenant)).toEqual(betweenAttestations);
    expect(workflow.mailed.map(({ task }) => task)).toEqual(['envelope', 'attestation']);
    const row = await workflow.tenantRow(tenant);
    expect(row).toMatchObject({ state: 'purged', epoch });
    const { KeyMetadata } = await new KMSClient().send(
      new DescribeKeyCommand({ KeyId: row.kmsKey as string }),
    );
    expect(KeyMetadata?.KeyState).toBe('PendingDeletion');
    // An hour after the key's seven days.
    expect(Date.parse(output as string)).toBe((KeyMetadata?.DeletionDate?.getTime() ?? 0) + 3_600_000);

    const [id = ''] = await adapters.attestationsOf(tenant);
    const attestation = await adapters.attestation(id);
    if (!attestation) return expect.unreachable('there is no attestation');
    const { claims } = await adapters.verifyStatement(attestation, { keys: await adapters.publicKeys() });
    expect(claims).toMatchObject({ kind: 'erasure-attestation', id });
    expect(attestation.record).toMatchObject({
      part: 1,
      tenant,
      epoch,
      schedule: { id: `${tenant}#${epoch}`, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      existed: { vault: { individual: 19, record: 6, consent: 3, disclosure: 3 }, keys: { shard: 17 } },
      deleted: { vault: { individual: 19, record: 6 }, keys: { shard: 17, 'data-key': 25 } },
      shredded: { range_secrets: 17, kms_key: 'deletion-ordered' },
    });
    expect(attestation.record.deleted).not.toHaveProperty('evidence.leaf');
    const after = Date.parse(attestation.record.irrecoverable_after as string) - Date.now();
    expect(after / 86_400_000).toBeCloseTo(35, 1);
    expect(Buffer.byteLength(attestation.statement)).toBeLessThan(4096);

    const envelope = await adapters.openEnvelope(tenant, new Date().toISOString());
    expect(envelope?.recipients.release()).toEqual([recipient]);
  });

  it('looks into every part of the index that names the tenant', async () => {
    const { findInIndexes } = await import('../../../lambdas/stores/erasure/residue.ts');
    const tenant = await workflow.endedTenant(2, 0);
    // Two requests, two consents, four mails that are due, two audit entries, a member, and one of each definition.
    expect(await findInIndexes(tenant, () => false)).toEqual({ sentinels: 0, others: 14 });
  });

  it('takes what comes from outside into whichever range for a residue, and is never done with it', async () => {
    const { partition, putRows } = adapters;
    const step = (of: string, name: string) =>
      workflow.invoke({ task: `purge.${name}`, v: 1, tenant: of, epoch, attempt: 2 });
    const tenant = await workflow.endedTenant(1, 1);
    for (const name of ['envelope', 'commit', 'shred', 'expire', 'sweep']) await step(tenant, name);
    const ranges = [...'0123456789abcdeft'];
    for (const table of ['keys', 'vault'] as const)
      await putRows(
        table,
        ranges.map((range) => ({ pk: partition.range(tenant, range), sk: 'X#STRAY' })),
      );
    await putRows(
      'evidence',
      ranges.slice(0, 16).map((shard) => ({ pk: partition.log(tenant, shard), sk: 'E#stray' })),
    );
    expect(await step(tenant, 'verify')).toEqual({ outcome: 'residue', why: 'residue', count: 50 });
    expect(await step(tenant, 'attest')).toEqual({ outcome: 'released' });
    expect(await adapters.attestationsOf(tenant)).toEqual([]);
    // The next round takes it away.
    await step(tenant, 'sweep');
    expect(await step(tenant, 'verify')).toEqual({ outcome: 'verified' });
  });
});
