import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { memberRow } from '../../../lambdas/model/member-rows.ts';
import { dynamoDb } from '../../emulator/account.ts';
import { OffScript, type Stage } from '../stage.ts';

const days = 24 * 60 * 60 * 1000;

/**
 * Makes the second admin one of long standing whom somebody else had made, since acts of two admins take that. Only
 * time does so otherwise: the demo writes into the table what two weeks would have made of the row.
 */
export async function ageSecondAdmin(stage: Stage, tenant: string): Promise<void> {
  const { items } = await stage.does('admin', 'member.list', { path: { tenant } });
  const second = items.find(({ name }) => name === 'Demo second-admin');
  if (!second) throw new OffScript('there is no second admin');
  await dynamoDb(stage.account).send(
    new UpdateItemCommand({
      TableName: stage.system.tables.vault,
      Key: marshall(memberRow.key(tenant, second.id)),
      UpdateExpression: 'SET adminSince = :since REMOVE adminBy',
      ConditionExpression: 'attribute_exists(adminSince)',
      ExpressionAttributeValues: marshall({ ':since': new Date(Date.now() - 15 * days).toISOString() }),
    }),
  );
  stage.say('the demo puts the second admin’s row two weeks back: until then nobody confirms as a second');
}
