import {
  DynamoDBClient,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import type { Command } from '../../../cli/command.ts';
import { account, openAccount, table } from '../../support/in-process/local-aws.ts';

const target = 'Restored-test-settings';
let command: Command;

beforeAll(async () => {
  await openAccount();
  const client = new DynamoDBClient();
  await table(client, target, true);
  const TableName = 'vault';
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    }),
  );
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  await client.send(
    new TagResourceCommand({
      ResourceArn: `arn:aws:dynamodb:eu-central-1:${account}:table/vault`,
      Tags: [{ Key: 'service', Value: 'habeas' }],
    }),
  );
  const nobody = { Effect: 'Deny', Principal: '*', Action: 'dynamodb:CreateBackup', Resource: '*' };
  await client.send(
    new PutResourcePolicyCommand({
      ResourceArn: `arn:aws:dynamodb:eu-central-1:${account}:table/vault`,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [nobody] }),
    }),
  );
  ({ restoreSettings: command } = await import('../../../cli/restore-settings.ts'));
}, 60_000);

it('says what a restored table lacks, gives it that, and looks again', async () => {
  const said: string[] = [];
  const run = (...more: string[]) =>
    command.run(['--from', 'vault', '--to', target, ...more], (line) => said.push(line));
  expect(await run()).toBe(3);
  expect(said.splice(0)).toEqual(
    ['time to live', 'point-in-time recovery', 'protection from deletion', 'resource policy', 'tags'].map(
      (name) => `${target} lacks: ${name}`,
    ),
  );
  expect(await run('--mend')).toBe(0);
  expect(await run()).toBe(0);
  expect(said).toEqual(Array.from({ length: 2 }, () => `${target} has every setting of vault.`));
});

it.each([[[]], [['--from', 'vault']], [['--from', 'vault', '--to', 'vault']], [['vault']]])(
  'asks for two tables: %j',
  async (words) => {
    await expect(command.run(words, () => undefined)).rejects.toThrow(/two tables|What is/);
  },
);
