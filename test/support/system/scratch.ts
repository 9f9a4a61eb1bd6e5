import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Stage } from '../../../local/demo/stage.ts';
import { dynamoDb } from '../../../local/emulator/account.ts';

/** Puts rows of no tenant into Vault, one of each value, under keys of their own; `remove` takes them away. */
export async function scratchRows(
  { account, system }: Stage,
  values: Readonly<Record<string, unknown>>,
): Promise<{ readonly places: readonly string[]; remove(): Promise<void> }> {
  const client = dynamoDb(account);
  const TableName = system.tables.vault;
  const pk = `SCRATCH#${crypto.randomUUID()}`;
  const names = Object.keys(values);
  for (const [sk, value] of Object.entries(values))
    await client.send(new PutItemCommand({ TableName, Item: marshall({ pk, sk, value }) }));
  return {
    places: names.map((sk) => `vault ${pk} ${sk}`),
    async remove() {
      for (const sk of names)
        await client.send(new DeleteItemCommand({ TableName, Key: marshall({ pk, sk }) }));
    },
  };
}
