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
import type { Stage } from '../stage.ts';
import { DeploymentKey } from './deployment-key.ts';

export interface TableProps {
  readonly deployment: Deployment;
  /** The environment variable that gives a function its name. */
  readonly variable: EnvironmentName;
  /** Name of a table that was restored from this one, which functions use in its place. */
  readonly restored: string | undefined;
  readonly recovery: Duration;
  readonly expires?: boolean;
  readonly listing?: boolean;
  readonly streams?: boolean;
}

/** Actions that only a restore may perform: each copies all rows of the table elsewhere, or deletes them. */
const carryingOff = [
  'dynamodb:DeleteTable',
  'dynamodb:CreateBackup',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:RestoreTableToPointInTime',
];

/** One of the three tables, with its own key. Grants are named after what a function does with it. */
export class Table extends Construct {
  /** The name and the ARN of the table that functions use: this one, or the one restored from it. */
  readonly name: string;
  readonly arn: string;
  readonly #variable: EnvironmentName;
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { deployment } = props;
    this.#variable = props.variable;
    this.#stage = deployment.stage;
    const { account, region } = Stack.of(this);
    const key = new DeploymentKey(this, 'Key', {
      settings: deployment,
      description: `Habeas ${deployment.stage.name}: table ${id}`,
    });
    // DynamoDB uses the key on behalf of callers that may use the table, within this account only.
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
    const table = new DynamoTable(this, 'Table', {
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
      table.addGlobalSecondaryIndex({
        indexName: 'listing',
        partitionKey: { name: 'listPk', type: AttributeType.STRING },
        sortKey: { name: 'listSk', type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    const { restored } = props;
    this.name = restored ?? table.tableName;
    this.arn =
      restored === undefined
        ? table.tableArn
        : Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: restored });
  }

  /** Lets a function read rows by key. */
  grantFetch(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:BatchGetItem']);
  }

  /** Lets a function read ranges of rows. */
  grantQuery(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:Query']);
  }

  /** Lets a function read the index, which projects keys only. */
  grantList(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:Query'], `${this.arn}/index/listing`);
  }

  /** Lets a function write in transactions, and only these kinds of writes. */
  grantWrite(
    grantee: HabeasFunction,
    ...writes: readonly ('Put' | 'Update' | 'Delete' | 'ConditionCheck')[]
  ): void {
    this.#grant(
      grantee,
      writes.map((write) => `dynamodb:${write}Item`),
    );
  }

  /** Lets a function sweep a tenant from the table: delete rows in batches. */
  grantSweep(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:BatchWriteItem']);
  }

  /** Lets a function set the expiry of rows in batches, without recreating deleted ones. */
  grantStamp(grantee: HabeasFunction): void {
    this.#grant(grantee, ['dynamodb:PartiQLUpdate']);
  }

  /**
   * Lets a function work on copies of this table that were restored, and tells it which table not to touch: copies go
   * by names of their own.
   */
  grantReplay(grantee: HabeasFunction): void {
    const copies = this.#copies('*');
    grantee.allow(
      ['BatchGetItem', 'BatchWriteItem', 'Query', 'Scan', 'PutItem', 'UpdateItem'].map(
        (one) => `dynamodb:${one}`,
      ),
      [copies],
    );
    grantee.allow(['dynamodb:Query'], [`${copies}/index/listing`]);
    grantee.know(this.#variable, this.name);
    grantee.know('COPY_TABLE', this.drillName);
  }

  /** Lets a function have this table restored into the copy of the drill, and drop that copy. */
  grantDrill(grantee: HabeasFunction): void {
    const restoring = 'dynamodb:RestoreTableToPointInTime';
    grantee.allow([restoring, 'dynamodb:DescribeContinuousBackups'], [this.arn]);
    // DynamoDB asks for the reads and writes of rows of whoever has a table restored.
    grantee.allow(
      [
        restoring,
        'dynamodb:DescribeTable',
        'dynamodb:DeleteTable',
        'dynamodb:GetItem',
        'dynamodb:DeleteItem',
      ],
      [this.#copies('drill')],
    );
  }

  /** Name of the table that the drill makes and drops. */
  get drillName(): string {
    return `${copiesOf(this.#stage)}drill`;
  }

  #copies(name: string): string {
    return Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName: `${copiesOf(this.#stage)}${name}`,
    });
  }

  /** Grants the actions, and configures the function with the table's name. */
  #grant(grantee: HabeasFunction, actions: string[], resource = this.arn): void {
    grantee.allow(actions, [resource]);
    grantee.know(this.#variable, this.name);
  }
}

/** How the names of tables begin that were restored in this stage; no table that a stack makes is called so. */
const copiesOf = ({ name }: Pick<Stage, 'name'>) => `Restored-${name}-`;

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
