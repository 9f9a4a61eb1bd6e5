import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { Trouble } from '../process/progress.ts';
import { type Account, dynamoDb } from './account.ts';
import type { Outputs } from './outputs.ts';

/** What the template sets for each table and the emulator's CloudFormation silently drops. */
interface Wanted {
  readonly table: string;
  readonly expiry?: string;
  readonly recoveryDays: number;
}

function wantedOf(outputs: Outputs): Wanted[] {
  return [
    { table: outputs.VaultTableName, expiry: 'expiresAt', recoveryDays: 35 },
    { table: outputs.KeysTableName, expiry: 'expiresAt', recoveryDays: 7 },
    { table: outputs.EvidenceTableName, recoveryDays: 35 },
  ];
}

/**
 * Switches on expiry and point-in-time recovery by API, then reads both back.
 * @throws Trouble when a table does not show what was set.
 */
export async function switchOn(account: Account, outputs: Outputs): Promise<void> {
  const client = dynamoDb(account);
  await Promise.all(
    wantedOf(outputs).map(async (wanted) => {
      await switchOnExpiry(client, wanted);
      await switchOnRecovery(client, wanted);
      await assertOn(client, wanted);
    }),
  );
}

async function switchOnExpiry(client: DynamoDBClient, { table, expiry }: Wanted): Promise<void> {
  if (expiry === undefined || (await expiryOf(client, table)) === expiry) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { AttributeName: expiry, Enabled: true },
    }),
  );
}

async function switchOnRecovery(client: DynamoDBClient, { table, recoveryDays }: Wanted): Promise<void> {
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: table,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: recoveryDays,
      },
    }),
  );
}

async function assertOn(client: DynamoDBClient, { table, expiry, recoveryDays }: Wanted): Promise<void> {
  const actual = await expiryOf(client, table);
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: table }),
  );
  const recovery = backups?.PointInTimeRecoveryDescription;
  if (
    actual !== expiry ||
    recovery?.PointInTimeRecoveryStatus !== 'ENABLED' ||
    // The emulator keeps no recovery period and reports none; a template test checks it.
    (recovery.RecoveryPeriodInDays ?? recoveryDays) !== recoveryDays
  )
    throw new Trouble(
      `Table ${table} has expiry ${actual ?? 'off'} and recovery ${recovery?.PointInTimeRecoveryStatus ?? 'off'}; wanted ${expiry ?? 'off'} and ${recoveryDays} days.`,
      'See local/emulator/switch-on.ts: the local AWS did not take what it was asked.',
    );
}

async function expiryOf(client: DynamoDBClient, table: string): Promise<string | undefined> {
  const { TimeToLiveDescription: description } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: table }),
  );
  return description?.TimeToLiveStatus === 'ENABLED' || description?.TimeToLiveStatus === 'ENABLING'
    ? description.AttributeName
    : undefined;
}
