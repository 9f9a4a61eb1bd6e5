import { type Duration, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  Table as DynamoTable,
  ProjectionType,
  StreamViewType,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../../lambdas/api/environment.ts';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { DeploymentKey } from './deployment-key.ts';

export interface TableProps {
  readonly deployment: Deployment;
  /** The environment variable that tells a function of it. */
  readonly variable: EnvironmentName;
  readonly recovery: Duration;
  readonly expires?: boolean;
  readonly listing?: boolean;
  readonly streams?: boolean;
}

/** What nobody but a restore may do to a table: each of these takes all its rows elsewhere, or away. */
const carryingOff = [
  'dynamodb:DeleteTable',
  'dynamodb:CreateBackup',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:RestoreTableToPointInTime',
];

/** One of the three tables, with its own key. Grants name what a function does with it. */
export class Table extends Construct {
  readonly table: DynamoTable;
  readonly #variable: EnvironmentName;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { deployment } = props;
    this.#variable = props.variable;
    const { account, region } = Stack.of(this);
    const key = new DeploymentKey(this, 'Key', {
      settings: deployment,
      description: `Habeas ${deployment.stage.name}: table ${id}`,
    });
    // DynamoDB uses the key for whoever it lets in; it does so in this account and through itself only.
    key.admitPrincipal(
      'DynamoDbForItsCallers',
      new AnyPrincipal(),
      [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:DescribeKey',
        'kms:CreateGrant',
      ],
      {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
      },
    );
    this.table = new DynamoTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key.key,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: props.recovery.toDays(),
      },
      ...(props.expires && { timeToLiveAttribute: 'expiresAt' }),
      ...(props.streams && { stream: StreamViewType.NEW_IMAGE }),
      deletionProtection: deployment.stage.retains,
      removalPolicy: deployment.removal,
      resourcePolicy: policyOf(deployment),
    });
    if (props.listing)
      this.table.addGlobalSecondaryIndex({
        indexName: 'listing',
        partitionKey: { name: 'listPk', type: AttributeType.STRING },
        sortKey: { name: 'listSk', type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
  }

  /** Lets a function read rows whose keys it knows. */
  grantFetch(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:BatchGetItem']);
  }

  /** Lets a function read ranges of rows. */
  grantQuery(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:Query']);
  }

  /** Lets a function read the index, which holds keys only. */
  grantList(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:Query'], `${this.table.tableArn}/index/listing`);
  }

  /** Lets a function write in transactions: only these kinds of writes. */
  grantWrite(
    grantee: HabeasFunction,
    ...writes: readonly ('Put' | 'Update' | 'Delete' | 'ConditionCheck')[]
  ): void {
    this.#grant(
      grantee,
      writes.map((write) => `dynamodb:${write}Item`),
    );
  }

  /** Lets a function clear the table of a tenant: delete rows in batches, and plant those that show it sees what is left. */
  grantSweep(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:BatchWriteItem']);
  }

  /** Lets a function give rows their expiry, in batches, without bringing back one that is gone. */
  grantStamp(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:PartiQLUpdate']);
  }

  /** Grants the actions, and tells the function which table it is. */
  #grant(grantee: HabeasFunction, actions: string[], resource = this.table.tableArn): void {
    grantee.allow(actions, [resource]);
    grantee.know(this.#variable, this.table.tableName);
  }
}

function policyOf(deployment: Deployment): PolicyDocument {
  const nobody = { effect: Effect.DENY, principals: [new AnyPrincipal()], resources: ['*'] };
  const statements = [
    ...deployment.leftOut.statement({
      ...nobody,
      sid: 'OnlyInAnEncryptedTunnel',
      actions: ['dynamodb:*'],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    new PolicyStatement({
      ...nobody,
      sid: 'OnlyARestoreCarriesItOff',
      actions: deployment.stage.retains ? carryingOff : carryingOff.slice(1),
      conditions: { ArnNotLike: { 'aws:PrincipalArn': deployment.roles.restore } },
    }),
  ];
  return new PolicyDocument({ statements });
}
