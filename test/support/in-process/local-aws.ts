/*
 * A local AWS for tests that call a zone's handler in this process, without a deploy: an emulator of its own with
 * the three tables, the deployment's keys, the mail queue and two state machines that do nothing.
 *
 *   const aws = await startLocalAws();          // before the first import of anything below lambdas/
 *   const { handler } = await import('../../../lambdas/functions/tenants.ts');
 *   …
 *   await aws.stop();
 *
 * It sets the environment of this process (tables, keys, queue, ISSUER, BASE_URL, RETENTION_WINDOW and so on), so
 * use one for each test file. `test/support/in-process/call.ts` makes the calls.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startEmulator } from '../../../local/emulator.ts';
import { preparePython } from '../../../local/python.ts';

export const issuer = 'https://issuer.example.org';
export const rolePath = 'arn:aws:iam::000000000000:role/habeas/test';

export interface LocalAws {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the emulator, makes what functions expect to be there, and sets this process's environment to it. */
export async function startLocalAws(): Promise<LocalAws> {
  const python = await preparePython(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'habeas-in-process-'));
  const emulatorPort = await freePort();
  const emulator = await startEmulator({ folder, emulatorPort, publicPort: emulatorPort }, python);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  Object.assign(process.env, await made());
  return {
    endpoint: emulator.endpoint,
    async stop() {
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function made(): Promise<Record<string, string>> {
  const dynamo = new DynamoDBClient();
  const kms = new KMSClient();
  const key = async (input: CreateKeyCommandInput) =>
    (await kms.send(new CreateKeyCommand(input))).KeyMetadata?.Arn ?? '';
  const machine = async (name: string) => {
    const answer = await new SFNClient().send(
      new CreateStateMachineCommand({
        name,
        roleArn: `${rolePath}/machine`,
        definition: JSON.stringify({ StartAt: 'Rest', States: { Rest: { Type: 'Succeed' } } }),
      }),
    );
    return answer.stateMachineArn ?? '';
  };
  await Promise.all([
    table(dynamo, 'vault', true),
    table(dynamo, 'keys', false),
    table(dynamo, 'evidence', true),
  ]);
  const queue = await new SQSClient().send(new CreateQueueCommand({ QueueName: 'mail' }));
  return {
    VAULT_TABLE: 'vault',
    KEYS_TABLE: 'keys',
    EVIDENCE_TABLE: 'evidence',
    SIGNING_KEY: await key({ KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' }),
    LEDGER_KEY: await key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    ENVELOPE_KEY: await key({}),
    MAIL_QUEUE: queue.QueueUrl ?? '',
    RETENTION_MACHINE: await machine('retention'),
    PURGE_MACHINE: await machine('purge'),
    KEYMAKER_FUNCTION: 'keymaker',
    NOTIFIER_FUNCTION: 'notifier',
    TENANT_ROLE_PATH: rolePath,
    CONTEXT_CONDITIONS: 'bound',
    RETENTION_WINDOW: 'P30D',
    BASE_URL: 'http://localhost:4180',
    MAIL_FROM: 'habeas@example.org',
    MAIL_CONFIGURATION_SET: 'mail',
    ISSUER: issuer,
    STAGE: 'test',
  };
}

async function table(dynamo: DynamoDBClient, name: string, listed: boolean): Promise<void> {
  const text = (attribute: string) => ({ AttributeName: attribute, AttributeType: 'S' }) as const;
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      AttributeDefinitions: ['pk', 'sk', ...(listed ? ['listPk', 'listSk'] : [])].map(text),
      ...(listed && {
        GlobalSecondaryIndexes: [
          {
            IndexName: 'listing',
            KeySchema: keys('listPk', 'listSk'),
            Projection: { ProjectionType: 'KEYS_ONLY' as const },
          },
        ],
      }),
    }),
  );
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
