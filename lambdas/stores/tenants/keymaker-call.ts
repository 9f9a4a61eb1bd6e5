import { postponeMessage, sendMessage } from '../../platform/aws/sqs.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** A message to the keymaker: the tenant to provision. */
export interface KeymakerMessage {
  readonly tenant: string;
}

/** Sends the keymaker a message and does not wait for it. Repeated messages have no further effect. */
export function callKeymaker(message: KeymakerMessage): Promise<void> {
  return sendMessage(environment('KEYMAKER_QUEUE'), message);
}

/** Makes a message that the keymaker could not handle visible again after so many seconds. */
export function postponeCall(receipt: string, seconds: number): Promise<void> {
  return postponeMessage(environment('KEYMAKER_QUEUE'), receipt, seconds);
}
