import { sessionCookie } from '../../api/session-cookie.ts';
import { isPast } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { isOfFormerAddress } from '../../stores/sessions/former-address.ts';
import { linkBehind, sessionThrough, startSession } from '../../stores/sessions/opening.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';
import { sessionAnswer } from './session-answer.ts';

/**
 * Exchanges a link for a session of its level. A link that never existed, one of another tenant and one of an erased
 * individual get the same answer. Opening a link changes nothing, because mail scanners open links too.
 */
export const sessionOpen: Handler<'session.open'> = async ({ body, at }) => {
  const found = await linkBehind(body.token);
  if (!found) throw new Problem('not-found');
  const { link, individual, tenant } = found;
  const opened = sessionThrough(found, at);
  try {
    assertTenantState(tenant, at, 'open', 'retrieval');
    if (link.usedAt !== undefined) throw new Problem('link-used');
    if (isPast(link.endsAt, at) || link.lockedAt !== undefined || isOfFormerAddress(link, individual))
      throw new Problem('link-expired');
  } catch (problem) {
    // The caller has the link's secret, so they get this answer, and it is recorded in the individual's own log.
    throw problem instanceof Problem ? problem.refusedTo(opened.authority) : problem;
  }
  await startSession(found, opened, at);
  return {
    body: await sessionAnswer(opened.authority, at),
    cookie: `${sessionCookie}=${opened.cookie}; Path=/; Secure; HttpOnly; SameSite=Strict`,
  };
};
