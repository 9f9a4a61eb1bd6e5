import { sendMessage } from '../../platform/aws/sqs.ts';
import { environment } from '../../platform/runtime/environment.ts';

/**
 * Asks for a fresh link, before anybody knows whether there is someone to send it to: by an older link, or by the
 * keyed hash of an address.
 */
export interface LinkRenewal {
  readonly tenant: string;
  readonly link?: { readonly individual: string; readonly hash: string } | undefined;
  readonly address?: string | undefined;
}

/** Has the notifier look for who is to get a fresh link. */
export async function requestLinkRenewal(asked: LinkRenewal): Promise<void> {
  await sendMessage(environment('MAIL_QUEUE'), asked);
}
