import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { environment } from '../../platform/runtime/environment.ts';

const lambda = new LambdaClient({ maxAttempts: 3 });

/** What the keymaker can be told: to provision a tenant, or to end KMS keys that no tenant's row names. */
export type KeymakerInput = { readonly tenant: string } | { readonly task: 'reap' };

/** Calls the keymaker and does not wait for it. It does the same once however often it is called. */
export async function callKeymaker(input: KeymakerInput): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: environment('KEYMAKER_FUNCTION'),
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(input), 'utf8'),
    }),
  );
}
