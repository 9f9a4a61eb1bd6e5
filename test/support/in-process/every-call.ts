import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * Has something done before each call of every client of AWS in this process, to its end; under one name once, however
 * often this is called.
 */
export function beforeEveryCall(name: string, act: (client: DynamoDBClient, command: unknown) => void): void {
  // What all clients descend from, and not their own prototypes: others put themselves there, and take themselves away.
  const prototype: DynamoDBClient = Object.getPrototypeOf(DynamoDBClient.prototype);
  const done = Symbol.for(`habeas ${name}`);
  if (Reflect.has(prototype, done)) return;
  Reflect.set(prototype, done, true);
  prototype.send = new Proxy(prototype.send, {
    apply(send, client: DynamoDBClient, given) {
      act(client, given[0]);
      return Reflect.apply(send, client, given);
    },
  });
}
