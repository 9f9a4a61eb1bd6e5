import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { type LinkRenewal, requestLinkRenewal } from '../../stores/mail/link-renewal.ts';
import { addressHashOf } from '../../stores/people/address-hash.ts';
import { secretHash } from '../../stores/sessions/secret-hashes.ts';
import { sessionToken } from '../../stores/sessions/session-token.ts';

/**
 * Requests a fresh link to the individual's address. The notifier finds out whether there is an individual, after the
 * answer: what is done and written here, and how long it takes, is the same for everyone.
 */
export const linkRenew: Handler<'link.renew'> = async ({ body }) => {
  const renewal: LinkRenewal =
    'token' in body
      ? byToken(body.token)
      : { tenant: body.tenant, address: await addressHashOf(body.tenant, body.address) };
  try {
    await requestLinkRenewal(renewal);
  } catch (cause) {
    throw new Problem('unavailable', { retryAfter: 1, cause });
  }
  return { body: { sent: 'if-known' } };
};

function byToken(text: string): LinkRenewal {
  const { tenant = '', individual = '', secret = '' } = sessionToken(text) ?? {};
  return { tenant, link: { individual, hash: secretHash(secret) } };
}
