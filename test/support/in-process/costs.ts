/*
 * What an act costs in DynamoDB: calls, rows read and rows written. The local AWS gives no true figures of consumed
 * capacity, and AWS bills whole rows, so rows are counted.
 *
 *   const costs = countCosts(dynamo);
 *   const { calls, read, written } = await costs.of(() => call('my-consent.list'));
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Costs {
  readonly calls: number;
  readonly read: number;
  readonly written: number;
}

export function countCosts(client: DynamoDBClient) {
  let costs = { calls: 0, read: 0, written: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      costs.calls += 1;
      const { RequestItems = {}, TransactItems = [] } = args.input as {
        RequestItems?: Record<string, { Keys?: unknown[] }>;
        TransactItems?: unknown[];
      };
      const keys = Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys).length;
      const { ScannedCount = 0 } = result.output as { ScannedCount?: number };
      costs.read += keys + ScannedCount;
      costs.written += TransactItems.length;
      return result;
    },
    { step: 'initialize', name: 'costs', override: true },
  );
  return {
    /** What this act cost, which nothing else may run beside. */
    async of(act: () => Promise<unknown>): Promise<Costs> {
      costs = { calls: 0, read: 0, written: 0 };
      await act();
      return { ...costs };
    },
  };
}
