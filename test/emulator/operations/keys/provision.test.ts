import '../../../support/in-process/two-shards.ts';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { shards } from '../../../../lambdas/domain/identifiers.ts';
import { partition, tenantRange } from '../../../../lambdas/model/tables.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { keyTags, tenantKeyPolicy } from '../../../../lambdas/stores/keys/key-policy.ts';
import { callsOf, principalOf } from '../../../support/in-process/call.ts';
import { type Faults, startFaults } from '../../../support/in-process/faults.ts';
import { attended, messageOf } from '../../../support/in-process/keymaker.ts';
import { issuer, openAccount, rolePath } from '../../../support/in-process/local-aws.ts';
import { RecordedCalls } from '../../../support/system/recorded-calls.ts';

const operator = principalOf('olga');
let faults: Faults;
let lambdas: Awaited<ReturnType<typeof load>>;

async function load() {
  const { handler } = await import('../../../../lambdas/functions/tenants.ts');
  return {
    keymaker: (await import('../../../../lambdas/functions/keymaker.ts')).handler,
    call: callsOf({ tenants: handler }),
    ...(await import('../../../../lambdas/operations/keys/provision.ts')),
    ...(await import('../../../../lambdas/platform/dynamodb/reads.ts')),
    ...(await import('../../../../lambdas/platform/dynamodb/transaction.ts')),
    ...(await import('../../../../lambdas/model/people-rows.ts')),
    ...(await import('../../../../lambdas/stores/keys/open-canary.ts')),
    ...(await import('../../../../lambdas/stores/deployment/operators.ts')),
  };
}

beforeAll(async () => {
  faults = startFaults(await openAccount());
  lambdas = await load();
  await lambdas.addOperator(issuer, 'olga');
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  faults?.stop();
});

async function created(): Promise<string> {
  const { status, body } = await lambdas.call('tenant.create', {
    as: operator,
    body: {
      name: 'Praxis Nord',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      helpPhone: '+49 461 5550100',
      firstAdmin: { subject: 'anna' },
    },
  });
  expect(status).toBe(202);
  return body.id as string;
}

async function storedTenant(tenant: string) {
  const [row] = await lambdas.read([tenantRow.at(tenant)]);
  return row;
}

/** Every row of a tenant in Vault and Keys but the row of the tenant itself and its members. */
async function rowsOf(tenant: string): Promise<string[]> {
  const rows = await Promise.all(
    (['vault', 'keys'] as const).flatMap((table) =>
      [...shards, tenantRange].map((range) =>
        lambdas.queryAll({ table, pk: partition.range(tenant, range) }),
      ),
    ),
  );
  return rows
    .flat()
    .map(({ pk, sk }) => `${pk} ${sk}`)
    .filter((key) => !/ (?:TENANT|MEMBER#.*)$/.test(key));
}

/** The tenants that keys were made for: a key's tags never change. */
const tenantOfKey = new Map<string, string | undefined>();

async function tagged(kms: KMSClient, key: string): Promise<string | undefined> {
  if (!tenantOfKey.has(key)) {
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: key }));
    tenantOfKey.set(key, Tags.find(({ TagKey }) => TagKey === keyTags.tenant)?.TagValue);
  }
  return tenantOfKey.get(key);
}

/** The KMS keys made for a tenant, by whether they are to live. */
async function keysOf(tenant: string): Promise<{ alive: string[]; ending: string[] }> {
  const kms = new KMSClient();
  const found = { alive: [] as string[], ending: [] as string[] };
  const { Keys = [] } = await kms.send(new ListKeysCommand({ Limit: 1000 }));
  for (const { KeyArn = '' } of Keys) {
    if ((await tagged(kms, KeyArn)) !== tenant) continue;
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: KeyArn }));
    found[KeyMetadata?.KeyState === 'PendingDeletion' ? 'ending' : 'alive'].push(KeyArn);
  }
  return found;
}

async function expectOpen(tenant: string): Promise<void> {
  const row = await storedTenant(tenant);
  expect(row).toMatchObject({ state: 'open', epoch: 1, version: 2 });
  expect(row).not.toHaveProperty('keyClaim');
  // A secret for each range, two tenant-level keys, the audit secret, the lease; a fence and a canary for each shard.
  const each = shards.length;
  expect(await rowsOf(tenant)).toHaveLength(each + 1 + 2 + 1 + 1 + each + 3 * each);
  for (const shard of shards)
    expect(await lambdas.canaryOpens(tenant, row?.kmsKey as string, shard)).toBe(true);
}

describe('the keymaker', () => {
  it.each([
    ['nothing', undefined],
    ['an id of another shape', { tenant: 'tnt_1' }],
    ['members that are not its own', { tenant: `tnt_${'0'.repeat(32)}`, kmsKey: 'arn:…' }],
    ['a task it does not have', { task: 'purge' }],
  ])('refuses %s', async (_, event) => {
    await expect(lambdas.keymaker(event as never)).rejects.toThrow();
    expect(await lambdas.keymaker(messageOf(event))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    });
  });

  it('writes nothing for a tenant that does not exist', async () => {
    const tenant = `tnt_${'0'.repeat(32)}`;
    expect(await lambdas.provision(tenant)).toBe('not-provisioning');
    expect(await rowsOf(tenant)).toEqual([]);
    expect(await keysOf(tenant)).toEqual({ alive: [], ending: [] });
  });

  it('writes nothing for a tenant whose contract has ended', async () => {
    const tenant = await created();
    const ended = await lambdas.call('termination.set', {
      as: operator,
      path: { tenant },
      body: { reason: 'other' },
    });
    expect(ended).toMatchObject({ status: 200, body: { state: 'retrieval' } });
    const before = await rowsOf(tenant);
    expect(await lambdas.provision(tenant)).toBe('not-provisioning');
    expect(await rowsOf(tenant)).toEqual(before);
    expect(await keysOf(tenant)).toEqual({ alive: [], ending: [] });
  });

  it('opens a tenant once, with a key of its own, rotated and marked, under the policy of the domain', async () => {
    const tenant = await created();
    expect(await lambdas.provision(tenant)).toBe('opened');
    expect(await lambdas.provision(tenant)).toBe('not-provisioning');
    await expectOpen(tenant);
    const { alive, ending } = await keysOf(tenant);
    expect([alive.length, ending.length]).toEqual([1, 0]);
    const [KeyId = ''] = alive;
    const kms = new KMSClient();
    expect((await storedTenant(tenant))?.kmsKey).toBe(KeyId);
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 365,
    });
    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
    expect(JSON.parse(Policy)).toEqual(tenantKeyPolicy({ tenant, rolePath, bound: true }));
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }));
    expect(Tags).toContainEqual({ TagKey: keyTags.live, TagValue: 'yes' });
  });

  it('opens a tenant in one run though KMS does not know the new key everywhere yet', async () => {
    const { kms } = await import('../../../../lambdas/platform/aws/kms.ts');
    const recorded = new RecordedCalls(kms);
    const unknown = new Map<string, number>();
    recorded.meddle = (command) => {
      const times = (unknown.get(command) ?? 0) + 1;
      unknown.set(command, times);
      if (times <= 2) throw new NotFoundException({ message: 'not yet', $metadata: {} });
    };
    const tenant = await created();
    expect(await lambdas.provision(tenant)).toBe('opened');
    recorded.meddle = undefined;
    expect([...unknown.keys()].sort()).toEqual([
      'EnableKeyRotationCommand',
      'GenerateDataKeyCommand',
      'TagResourceCommand',
    ]);
    await expectOpen(tenant);
    expect((await keysOf(tenant)).alive).toHaveLength(1);
  });

  it('opens a tenant once when many runs meet', async () => {
    const tenant = await created();
    await Promise.allSettled(Array.from({ length: 5 }, () => attended(lambdas.keymaker, { tenant })));
    await attended(lambdas.keymaker, { tenant });
    await expectOpen(tenant);
    expect((await keysOf(tenant)).alive).toHaveLength(1);
  });

  it('ends the key that it made for a contract that ended meanwhile', async () => {
    const tenant = await created();
    // Calls: read, claim, CreateKey, then taking it over.
    faults.dieAt(4, 'before');
    await expect(attended(lambdas.keymaker, { tenant })).rejects.toThrow();
    faults.mend();
    await lambdas.call('termination.set', { as: operator, path: { tenant }, body: { reason: 'other' } });
    expect((await keysOf(tenant)).alive).toHaveLength(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 });
    await lambdas.keymaker({ task: 'reap' });
    expect(await keysOf(tenant)).toMatchObject({ alive: [], ending: [expect.any(String)] });
  });
});

describe('the queue of the keymaker', () => {
  const KEYMAKER_QUEUE = () => process.env.KEYMAKER_QUEUE ?? '';
  const sqs = () => new SQSClient();
  const emptied = () => sqs().send(new PurgeQueueCommand({ QueueUrl: KEYMAKER_QUEUE() }));
  const received = async () => {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({ QueueUrl: KEYMAKER_QUEUE(), VisibilityTimeout: 1 }),
    );
    return Messages[0];
  };

  it('has a message once a tenant was created, and is done with it when the tenant is open', async () => {
    await emptied();
    const tenant = await created();
    const message = await received();
    expect(JSON.parse(message?.Body ?? '')).toEqual({ tenant });
    const event = messageOf({ tenant }, message?.ReceiptHandle);
    expect(await lambdas.keymaker(event)).toEqual({ batchItemFailures: [] });
    expect(await lambdas.keymaker(event)).toEqual({ batchItemFailures: [] });
    await expectOpen(tenant);
  });

  it('has a message come again, two minutes later, while another run has the claim', async () => {
    await emptied();
    const tenant = await created();
    // A run that dies after its claim: read, claim, CreateKey.
    faults.dieAt(3, 'before');
    await attended(lambdas.keymaker, { tenant }).catch(() => undefined);
    faults.mend();
    await lambdas.transact([
      {
        table: 'vault',
        update: tenantRow.key(tenant),
        set: { keyClaimedUntil: new Date(Date.now() + 60_000).toISOString() },
      },
    ]);
    const message = await received();
    const event = messageOf({ tenant }, message?.ReceiptHandle);
    expect(await lambdas.keymaker(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    // Longer than the second for which it was received: what is hidden now was postponed by the keymaker.
    await new Promise((done) => setTimeout(done, 1500));
    expect(await received()).toBeUndefined();
    expect((await keysOf(tenant)).alive).toHaveLength(0);
  });
});

// The calls of a run: read, claim, CreateKey, takeover, rotation, mark, 4 data keys, the one transaction.
describe.each(['before', 'after'] as const)('a keymaker that dies %s a call has its effect', (when) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])('leaves what a later run finishes: call %i', async (call) => {
    const tenant = await created();
    faults.dieAt(call, when);
    await attended(lambdas.keymaker, { tenant }).catch(() => undefined);
    const died = faults.calls() >= call;
    faults.mend();
    expect(died).toBe(true);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 60 * 1000 });
    await attended(lambdas.keymaker, { tenant });
    await expectOpen(tenant);
    vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1000);
    await lambdas.keymaker({ task: 'reap' });
    expect((await keysOf(tenant)).alive).toEqual([(await storedTenant(tenant))?.kmsKey]);
  });
});

describe('the reaping of orphaned keys', () => {
  it('leaves all others: untagged, of another stage, too young, live', async () => {
    const kms = new KMSClient();
    const made = async (tags: Readonly<Record<string, string>>) => {
      const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
      return (await kms.send(new CreateKeyCommand({ Tags }))).KeyMetadata?.Arn ?? '';
    };
    const tenant = `tnt_${'1'.repeat(32)}`;
    const ours = { [keyTags.tenant]: tenant, [keyTags.stage]: 'test' };
    const kept = [
      await made({}),
      await made({ ...ours, [keyTags.stage]: 'prod' }),
      await made({ ...ours, [keyTags.live]: 'yes' }),
    ];
    const young = await made(ours);
    const stateOf = async (KeyId: string) =>
      (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    const { kms: client } = await import('../../../../lambdas/platform/aws/kms.ts');
    const recorded = new RecordedCalls(client);
    await lambdas.keymaker({ task: 'reap' });
    expect(await stateOf(young)).toBe('Enabled');
    // An account may have a hundred thousand keys: they are not asked one after another.
    expect(recorded.trips).toBeLessThan((recorded.counts.ListResourceTagsCommand ?? 0) / 4);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 });
    expect(await lambdas.keymaker({ task: 'reap' })).toEqual({ outcome: 'done', count: 1 });
    expect(await stateOf(young)).toBe('PendingDeletion');
    for (const key of kept) expect(await stateOf(key)).toBe('Enabled');
  });
});
