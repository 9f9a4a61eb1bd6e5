/*
 * A local AWS for tests that call a function's handler in this process, without a deploy: an account of its own on the
 * emulator of the run, with the three tables, the deployment's keys, the queues of mail and keymaker, and two state
 * machines that do nothing.
 *
 *   await openAccount();                        // before the first import of anything below lambdas/
 *   const { handler } = await import('../../../lambdas/functions/tenants.ts');
 *
 * It sets the environment of this process (tables, keys, queue, ISSUER, BASE_URL, RETENTION_WINDOW and so on), so
 * use one for each test file, in the vitest project `emulator`. `test/support/in-process/call.ts` makes the calls.
 */
import { randomInt } from 'node:crypto';
import process from 'node:process';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { inject } from 'vitest';
import { importSigningKey } from '../signing-key.ts';
import { refuseBeyondLimits } from './aws-limits.ts';
import { leaveSignaturesOut, unsignedFor } from './unsigned.ts';

export const issuer = 'https://issuer.example.org';
/** The AWS account of this test file: the emulator takes an access key of twelve digits for the account of that id. */
export const account = String(randomInt(1e11, 1e12 - 1));
export const rolePath = `arn:aws:iam::${account}:role/habeas/test`;

/**
 * Makes in this test file's account what functions expect to find, and sets this process's environment to it.
 * Gives the address of the emulator.
 */
export async function openAccount(): Promise<string> {
  const endpoint = inject('emulator');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  leaveSignaturesOut();
  Object.assign(process.env, await made());
  refuseBeyondLimits();
  return endpoint;
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
  const sqs = new SQSClient();
  const queue = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  return {
    VAULT_TABLE: 'vault',
    KEYS_TABLE: 'keys',
    EVIDENCE_TABLE: 'evidence',
    SIGNING_KEY: await importSigningKey(kms, Buffer.from(inject('signingKey'), 'base64')),
    LEDGER_KEY: await key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    ENVELOPE_KEY: await key({}),
    EXPORTS_BUCKET: await bucket(`exports-${account}`),
    MAIL_QUEUE: await queue('mail'),
    RENEWAL_QUEUE: await queue('renewals'),
    KEYMAKER_QUEUE: await queue('keymaker'),
    RETENTION_MACHINE: await machine('retention'),
    PURGE_MACHINE: await machine('purge'),
    EXPORT_MACHINE: await machine('export'),
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

/** Makes a bucket; the emulator takes the account from whoever signed, and checks no signature. */
async function bucket(name: string): Promise<string> {
  const body =
    '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>';
  const sent = { method: 'PUT', headers: { authorization: unsignedFor('s3') }, body };
  const answer = await fetch(`${inject('emulator')}/${name}`, sent);
  if (!answer.ok) throw new Error(`no bucket was made: ${answer.status}`);
  return name;
}

/** Makes a table as the stack makes them; `listed` with the index `listing`. */
export async function table(dynamo: DynamoDBClient, name: string, listed: boolean): Promise<void> {
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
