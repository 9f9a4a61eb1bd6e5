import { paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateGetExecutionHistory, paginateListExecutions } from '@aws-sdk/client-sfn';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../../../lambdas/model/tables.ts';
import type { Stage } from '../../../local/demo/stage.ts';
import { dynamoDb, stepFunctions } from '../../../local/emulator/account.ts';
import { awsJson } from './aws-json.ts';
import { logLines } from './logs.ts';

/** One thing that the local AWS holds: where, and what. */
export interface Held {
  readonly place: string;
  readonly value: unknown;
}

/** Everything that the local AWS holds and that a person, a tool or a backup could read there. */
export async function everythingHeld(stage: Stage): Promise<Held[]> {
  const parts = await Promise.all([
    rowsHeld(stage, 'vault'),
    rowsHeld(stage, 'keys'),
    rowsHeld(stage, 'evidence'),
    logsHeld(stage),
    executionsHeld(stage),
    messagesHeld(stage),
    mailsHeld(stage),
    labelsHeld(stage),
  ]);
  return parts.flat();
}

/** Every row of a table, whosever it is, in whatever partition; attribute names are part of it. */
export async function rowsHeld(stage: Stage, table: Table): Promise<Held[]> {
  const pages = paginateScan(
    { client: dynamoDb(stage.account) },
    { TableName: stage.system.tables[table], ConsistentRead: true },
  );
  const held: Held[] = [];
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const value = unmarshall(item, { wrapNumbers: true });
      held.push({ place: `${table} ${value.pk} ${value.sk}`, value });
    }
  return held;
}

async function logsHeld(stage: Stage): Promise<Held[]> {
  return (await logLines(stage)).map(({ group, text }) => ({ place: `log ${group}`, value: text }));
}

/** Executions of every state machine: name, input and output, and each step's. */
async function executionsHeld(stage: Stage): Promise<Held[]> {
  const client = stepFunctions(stage.account);
  const held: Held[] = [];
  for (const stateMachineArn of Object.values(stage.system.stateMachines))
    for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn }))
      for (const { executionArn, name } of executions) {
        held.push({ place: `execution ${name}`, value: name });
        for await (const { events } of paginateGetExecutionHistory({ client }, { executionArn }))
          held.push({ place: `execution ${name}`, value: events });
      }
  return held;
}

/** Messages of every queue, dead letters included; looking does not take them. */
async function messagesHeld({ account }: Stage): Promise<Held[]> {
  const { messages } = await kept<Record<string, Record<string, readonly unknown[]>>>(account, 'sqs');
  return Object.entries(messages[account.accountId]?.[account.region] ?? {}).map(([queue, value]) => ({
    place: `queue ${queue}`,
    value,
  }));
}

/** Mails, each of their parts a place of its own. */
async function mailsHeld({ account }: Stage): Promise<Held[]> {
  const { messages } = await kept<readonly Record<string, unknown>[]>(account, 'ses');
  return (messages[account.accountId] ?? []).flatMap((mail) =>
    Object.entries(mail).map(([part, value]) => ({ place: `mail ${part}`, value })),
  );
}

async function kept<T>({ endpoint }: Stage['account'], service: string) {
  const answer = await fetch(`${endpoint}/_ministack/${service}/messages`);
  if (!answer.ok) throw new Error(`the local AWS answered ${answer.status} for what ${service} holds`);
  return (await answer.json()) as { readonly messages: Readonly<Record<string, T>> };
}

/** Names, tags and descriptions of resources, and what metrics are called. */
async function labelsHeld(stage: Stage): Promise<Held[]> {
  const [tags, keys, metrics] = await Promise.all([
    awsJson(stage, 'tagging', 'ResourceGroupsTaggingAPI_20170126.GetResources', {}),
    awsJson(stage, 'kms', 'TrentService.ListKeys', {}) as Promise<{ Keys: readonly { KeyId: string }[] }>,
    awsJson(stage, 'monitoring', 'GraniteServiceVersion20100801.ListMetrics', {}),
  ]);
  const about = keys.Keys.flatMap(({ KeyId }) =>
    ['DescribeKey', 'GetKeyPolicy', 'ListResourceTags'].map(async (action) => ({
      place: `key ${KeyId}`,
      value: await awsJson(stage, 'kms', `TrentService.${action}`, { KeyId, PolicyName: 'default' }),
    })),
  );
  return [
    { place: 'tags', value: tags },
    { place: 'metrics', value: metrics },
    ...(await Promise.all(about)),
  ];
}
