/*
 * The local AWS checks no signature; of what a call is signed with it reads who calls, which Region and which service.
 * Calls of functions in this process say these three and leave the signature out, which is a tenth of their work here.
 * Calls of deployed functions are signed as ever.
 */
import process from 'node:process';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Signed {
  readonly headers: Record<string, string>;
}

const unsigned = {
  async sign<T extends Signed>(request: T, { signingService }: { readonly signingService: string }) {
    const scope = `${process.env.AWS_ACCESS_KEY_ID}/20260101/${process.env.AWS_REGION}/${signingService}/aws4_request`;
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    return request;
  },
};
const leavingOut = Symbol.for('habeas leaves signatures out');

/** Has every client of AWS in this process leave the signatures of its calls out. */
export function leaveSignaturesOut(): void {
  // What the clients of all services descend from.
  const prototype: DynamoDBClient = Object.getPrototypeOf(DynamoDBClient.prototype);
  if (Reflect.has(prototype, leavingOut)) return;
  Reflect.set(prototype, leavingOut, true);
  prototype.send = new Proxy(prototype.send, {
    apply(send, client: DynamoDBClient, given) {
      Object.assign(client.config, { signer: async () => unsigned });
      return Reflect.apply(send, client, given);
    },
  });
}
