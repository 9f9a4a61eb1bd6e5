import { sendMessage } from '../../platform/aws/sqs.ts';
import { environment } from '../../platform/runtime/environment.ts';

/**
 * A request for a fresh link, made before it is known whether there is anyone to send it to: by an older link, or by
 * the keyed hash of an address.
 */
export interface LinkRenewal {
  readonly tenant: string;
  readonly link?: { readonly individual: string; readonly hash: string } | undefined;
  readonly address?: string | undefined;
}

/**
 * Asks the notifier to find the individuals who get a fresh link: by a queue of its own, since anybody may ask, and
 * codes must not wait behind that.
 */
export async function requestLinkRenewal(renewal: LinkRenewal): Promise<void> {
  await sendMessage(environment('RENEWAL_QUEUE'), renewal);
}
