import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamo } from './reads.ts';

/** What a table has beside its rows and indexes, and DynamoDB does not give to a table that it restores. */
export interface TableSettings {
  /** The attribute by which rows expire. */
  readonly expiry: string | undefined;
  /** For how many days it can be restored; undefined when it cannot. */
  readonly recoveryDays: number | undefined;
  readonly isProtected: boolean;
  /** Its resource policy, as JSON without spaces. */
  readonly policy: string | undefined;
  /** Its tags, those of AWS itself left out, as JSON. */
  readonly tags: string;
}

/** Reads the settings of a table by its physical name, and its ARN. */
export async function settingsOf(name: string): Promise<TableSettings & { readonly arn: string }> {
  const TableName = name;
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  const arn = Table?.TableArn ?? '';
  const [expiry, backups, policy, tags] = await Promise.all([
    dynamo.send(new DescribeTimeToLiveCommand({ TableName })),
    dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
    policyOf(arn),
    dynamo.send(new ListTagsOfResourceCommand({ ResourceArn: arn })),
  ]);
  const { TimeToLiveStatus, AttributeName } = expiry.TimeToLiveDescription ?? {};
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const own = (tags.Tags ?? []).filter(({ Key = '' }) => !Key.startsWith('aws:'));
  return {
    arn,
    expiry: TimeToLiveStatus?.startsWith('ENABL') ? AttributeName : undefined,
    recoveryDays:
      recovery?.PointInTimeRecoveryStatus === 'ENABLED'
        ? (recovery.RecoveryPeriodInDays ?? longestRecovery)
        : undefined,
    isProtected: Table?.DeletionProtectionEnabled ?? false,
    policy,
    tags: JSON.stringify(Object.fromEntries(own.map(({ Key, Value }) => [Key, Value]).sort())),
  };
}

/** What DynamoDB keeps when nothing is said, in days. */
const longestRecovery = 35;

async function policyOf(ResourceArn: string): Promise<string | undefined> {
  try {
    const { Policy } = await dynamo.send(new GetResourcePolicyCommand({ ResourceArn }));
    return Policy === undefined ? undefined : JSON.stringify(JSON.parse(Policy));
  } catch (error) {
    if (error instanceof Error && error.name === 'PolicyNotFoundException') return undefined;
    throw error;
  }
}

/** Gives a table one of the settings of another. A setting that the other does not have is left as it is. */
export async function give(
  name: string,
  arn: string,
  setting: keyof TableSettings,
  from: TableSettings,
): Promise<void> {
  const TableName = name;
  const { expiry, recoveryDays, isProtected, policy } = from;
  if (setting === 'expiry' && expiry !== undefined)
    await dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: expiry, Enabled: true },
      }),
    );
  if (setting === 'recoveryDays' && recoveryDays !== undefined)
    await dynamo.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: true,
          RecoveryPeriodInDays: recoveryDays,
        },
      }),
    );
  if (setting === 'isProtected' && isProtected)
    await dynamo.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  if (setting === 'policy' && policy !== undefined)
    await dynamo.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy: policy }));
  if (setting === 'tags')
    await dynamo.send(
      new TagResourceCommand({
        ResourceArn: arn,
        Tags: Object.entries<string>(JSON.parse(from.tags)).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
}
