/*
 * Sees what is written to the tables of a local AWS through the adapters' client, as it is asked for. Import it
 * after `openAccount`.
 */
import type {
  BatchExecuteStatementCommandInput,
  BatchWriteItemCommandInput,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Declared, declaredOf } from '../../../lambdas/model/registry.ts';
import type { Key } from '../../../lambdas/platform/dynamodb/key.ts';
import { dynamo } from '../../../lambdas/platform/dynamodb/reads.ts';

/** A row that was written: `put` where nothing says whether it was there. */
export interface Written {
  readonly how: 'create' | 'change' | 'put' | 'expire';
  readonly table: string;
  /** Undefined for a row that is not declared. */
  readonly kind: Declared | undefined;
}

type Input = Partial<
  TransactWriteItemsCommandInput & BatchWriteItemCommandInput & BatchExecuteStatementCommandInput
>;

/** Tells of every row that is written from now on; deletions are not writes. */
export function witness(tell: (written: Written) => void): void {
  dynamo.middlewareStack.add(
    (next) => (args) => {
      for (const written of writtenBy(args.input as Input)) tell(written);
      return next(args);
    },
    { step: 'initialize', name: 'witness' },
  );
}

function writtenBy({ TransactItems = [], RequestItems = {}, Statements = [] }: Input): Written[] {
  return [
    ...TransactItems.flatMap(({ Put, Update }) => [
      ...(Put ? [row(isNew(Put.ConditionExpression) ? 'create' : 'put', Put.TableName, Put.Item)] : []),
      ...(Update ? [row('change', Update.TableName, Update.Key)] : []),
    ]),
    // Batches of reads have no list here.
    ...Object.entries(RequestItems).flatMap(([table, requests]) =>
      Array.isArray(requests)
        ? requests.flatMap(({ PutRequest }) => (PutRequest ? [row('put', table, PutRequest.Item)] : []))
        : [],
    ),
    ...Statements.map(({ Statement = '', Parameters = [] }) => {
      const [, table, attribute] = /^UPDATE "(\w+)" SET "(\w+)" = \?/.exec(Statement) ?? [];
      if (attribute !== 'expiresAt') throw new Error(`no statement of ours: ${Statement}`);
      return row('expire', table, { pk: Parameters[1] ?? { S: '' }, sk: Parameters[2] ?? { S: '' } });
    }),
  ];
}

const isNew = (condition = '') => condition.startsWith('attribute_not_exists(pk)');

/** The tables are called here what they are called in the code. */
function row(how: Written['how'], table = '', item: Parameters<typeof unmarshall>[0] = {}): Written {
  return { how, table, kind: declaredOf(table, unmarshall(item) as Key) };
}
