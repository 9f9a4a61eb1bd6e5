import { callSoon } from '../../platform/aws/lambda.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** What the keymaker can be told: to provision a tenant, or to end KMS keys that no tenant's row names. */
export type KeymakerInput = { readonly tenant: string } | { readonly task: 'reap' };

/** Calls the keymaker and does not wait for it. It does the same once however often it is called. */
export function callKeymaker(input: KeymakerInput): Promise<void> {
  return callSoon(environment('KEYMAKER_FUNCTION'), input);
}
