import { postponeMessage, sendMessage } from '../../platform/aws/sqs.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** What a message to the keymaker says: which tenant is to be provisioned. */
export interface KeymakerMessage {
  readonly tenant: string;
}

/** Leaves the keymaker a message and does not wait for it. It does the same once however often it is called. */
export function callKeymaker(message: KeymakerMessage): Promise<void> {
  return sendMessage(environment('KEYMAKER_QUEUE'), message);
}

/** Has a message that the keymaker could not do come again after some seconds. */
export function postponeCall(receipt: string, seconds: number): Promise<void> {
  return postponeMessage(environment('KEYMAKER_QUEUE'), receipt, seconds);
}
