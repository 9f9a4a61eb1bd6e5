/*
 * What IAM is asked when a function calls AWS: actions on resources, with what conditions may look at. Resources and
 * ids go by names that are the same in every run, so that the acts of two runs can be compared, and judged against the
 * policies of a stage (test/template/joint.test.ts).
 */
import process from 'node:process';
import type { Call } from './acting.ts';

type Facts = Readonly<Record<string, string | readonly string[]>>;

export interface NamedAct {
  readonly action: string;
  /** A name, such as `vault/index/listing` or `key of a tenant`. */
  readonly resource: string;
  readonly facts: Facts;
}

type Item = Readonly<Record<string, { readonly S?: string }>>;
type Input = Call['input'];

/** Each different act of some calls, by the function that does it, sorted. */
export function actsOf(calls: readonly Call[]): Record<string, NamedAct[]> {
  const byFunction = Map.groupBy(calls, ({ by }) => by);
  return Object.fromEntries(
    [...byFunction]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([by, own]) => [by, different(own.flatMap(asked))]),
  );
}

/** Acts that differ only in the partitions they touch are one. */
function different(acts: readonly NamedAct[]): NamedAct[] {
  const found = new Map<string, NamedAct>();
  for (const { action, resource, facts } of acts) {
    const { [leading]: partitions = [], ...others } = facts;
    const name = JSON.stringify([action, resource, others]);
    const known = found.get(name)?.facts[leading] ?? [];
    const all = [...new Set([...known, ...partitions])].sort();
    found.set(name, { action, resource, facts: all.length > 0 ? { ...others, [leading]: all } : others });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, act]) => act);
}

const leading = 'dynamodb:LeadingKeys';

function asked({ service, command, input }: Call): NamedAct[] {
  const known: Readonly<Record<Call['service'], (command: string, input: Input) => NamedAct[]>> = {
    DynamoDB: inDynamo,
    KMS: inKms,
    S3: inS3,
    SES: inSes,
    Lambda: () => [act('lambda:InvokeFunction', 'notifier')],
    SFN: (name) => [act(`states:${name}`, namedArn(String(input.stateMachineArn ?? input.executionArn)))],
    SQS: (name) => [act(`sqs:${name}`, named(String(input.QueueUrl)))],
  };
  return known[service](command, input);
}

function act(action: string, resource: string, facts: Facts = {}): NamedAct {
  return { action, resource, facts };
}

function inDynamo(command: string, input: Input): NamedAct[] {
  const on = (action: string, table: unknown, keys: readonly unknown[]) =>
    act(`dynamodb:${action}`, String(table), {
      [leading]: keys.map((key) => partitionKind((key as Item).pk?.S ?? '')),
    });
  const {
    TableName,
    RequestItems = {},
    TransactItems = [],
    Statements = [],
  } = input as {
    TableName?: string;
    RequestItems?: Record<
      string,
      { Keys: Item[] } | { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]
    >;
    TransactItems?: Record<string, { TableName: string; Key?: Item; Item?: Item }>[];
    Statements?: { Statement: string; Parameters: { S?: string }[] }[];
  };
  switch (command) {
    case 'Query': {
      const { IndexName, ExpressionAttributeValues } = input as {
        IndexName?: string;
        ExpressionAttributeValues: Item;
      };
      const where = IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`;
      return [on('Query', where, [{ pk: ExpressionAttributeValues[':pk'] }])];
    }
    case 'Scan':
    case 'DescribeTable':
    case 'DeleteTable':
    case 'DescribeContinuousBackups':
      return [act(`dynamodb:${command}`, String(TableName))];
    case 'RestoreTableToPointInTime':
      return ['SourceTableName', 'TargetTableName'].map((name) =>
        act(`dynamodb:${command}`, String(input[name])),
      );
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.entries(RequestItems).map(([table, items]) =>
        on(
          command,
          table,
          'Keys' in items
            ? items.Keys
            : items.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key),
        ),
      );
    case 'TransactWriteItems':
      return TransactItems.flatMap((one) =>
        Object.entries(one).map(([kind, { TableName: table, Item, Key }]) =>
          on(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, table, [Item ?? Key]),
        ),
      );
    case 'BatchExecuteStatement':
      return Statements.map(({ Statement, Parameters }) => {
        const [, table] = /^UPDATE "(\w+)"/.exec(Statement) ?? [];
        return on('PartiQLUpdate', table, [{ pk: Parameters[1] }]);
      });
  }
  throw new Error(`no act is known for ${command}`);
}

function inKms(command: string, input: Input): NamedAct[] {
  const {
    KeyId,
    KeySpec,
    KeyUsage,
    EncryptionContext = {},
    Tags = [],
  } = input as {
    KeyId?: string;
    KeySpec?: string;
    KeyUsage?: string;
    EncryptionContext?: Record<string, string>;
    Tags?: { TagKey: string; TagValue: string }[];
  };
  const tags = {
    'aws:TagKeys': Tags.map(({ TagKey }) => TagKey),
    ...Object.fromEntries(
      Tags.map(({ TagKey, TagValue }) => [
        `aws:RequestTag/${TagKey}`,
        TagValue === process.env.STAGE ? '{stage}' : general(TagValue),
      ]),
    ),
  };
  if (command === 'CreateKey')
    return [
      act('kms:CreateKey', '*', {
        'kms:KeySpec': String(KeySpec),
        'kms:KeyUsage': String(KeyUsage),
        ...tags,
      }),
      act('kms:TagResource', '*', tags),
    ];
  if (command === 'ListKeys') return [act('kms:ListKeys', '*')];
  const said = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (input[name] === undefined ? [] : [[`kms:${name}`, String(input[name])]])),
    );
  return [
    act(`kms:${command}`, keyNamed(String(KeyId)), {
      ...said(['MessageType', 'SigningAlgorithm', 'MacAlgorithm']),
      ...(Tags.length > 0 && tags),
      ...Object.fromEntries(
        Object.entries(EncryptionContext).map(([name, value]) => [
          `kms:EncryptionContext:${name}`,
          general(value),
        ]),
      ),
    }),
  ];
}

function inS3(method: string, { path }: Input): NamedAct[] {
  const { searchParams: query } = new URL(String(path), 'http://s3');
  const on = (resource: string, ...actions: readonly string[]) =>
    actions.map((action) => act(`s3:${action}`, resource));
  if (query.has('versions')) return on('exports', 'ListBucketVersions');
  if (query.has('uploads')) return on('exports', 'ListBucketMultipartUploads');
  if (query.has('uploadId')) return on('object of exports', 'AbortMultipartUpload');
  if (method === 'DELETE') return on('object of exports', 'DeleteObject', 'DeleteObjectVersion');
  return on('object of exports', method === 'PUT' ? 'PutObject' : 'GetObject');
}

/** In the sandbox SES asks on the recipient's identity, too. */
function inSes(command: string, input: Input): NamedAct[] {
  const { FromEmailAddress = '', ConfigurationSetName } = input as Readonly<
    Record<string, string | undefined>
  >;
  const from = /<(.*)>$/.exec(FromEmailAddress)?.[1];
  const facts = { 'ses:FromAddress': from === process.env.MAIL_FROM ? 'the sender' : 'somebody else' };
  const resources = ['identity of the sender', 'identity of the recipient'];
  if (ConfigurationSetName === process.env.MAIL_CONFIGURATION_SET) resources.push('configuration set');
  return resources.map((resource) => act(`ses:${command}`, resource, facts));
}

const byVariable: Readonly<Record<string, string>> = {
  MAIL_QUEUE: 'mail queue',
  RENEWAL_QUEUE: 'renewal queue',
  KEYMAKER_QUEUE: 'keymaker queue',
  RETENTION_MACHINE: 'retention',
  PURGE_MACHINE: 'purge',
  EXPORT_MACHINE: 'export',
  SIGNING_KEY: 'signing key',
  LEDGER_KEY: 'ledger key',
  ENVELOPE_KEY: 'envelope key',
};

function named(value: string): string {
  const name = Object.entries(byVariable).find(([variable]) => process.env[variable] === value)?.[1];
  if (name === undefined) throw new Error(`nobody told the functions of ${value}`);
  return name;
}

/** A state machine, or an execution of one. */
function namedArn(arn: string): string {
  const [, machine = ''] = /^(.*:execution:[^:]+):/.exec(arn) ?? [];
  return machine === ''
    ? named(arn)
    : `execution of ${named(machine.replace(':execution:', ':stateMachine:'))}`;
}

function keyNamed(key: string): string {
  const own = Object.entries(byVariable).find(([variable]) => process.env[variable] === key);
  return own?.[1] ?? 'key of a tenant';
}

/** A text with names in the place of ids. */
function general(text: string): string {
  return text
    .replaceAll(/tnt_[0-9a-f]{32}/g, '{tenant}')
    .replaceAll(/(ind|crq|cns|dsc|rec|ent|ntc|att|mal)_[0-9a-f]{32,64}/g, '{$1}')
    .replaceAll(/[0-9a-f]{16,64}/g, '{hash}');
}

/** The partition with names in the place of ids and shards. */
function partitionKind(pk: string): string {
  return general(pk).replace(/#[0-9a-f]$/, '#{shard}');
}
