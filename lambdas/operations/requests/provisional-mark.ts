import { assertPending, type ProvisionalMark } from '../../domain/consents/consent.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { sealedRequest } from '../../stores/requests/open-request.ts';
import { markRequest } from '../../stores/requests/request-changes.ts';

/**
 * Sets the provisional mark of the request that a link leads to, before any code. The request stays pending, the
 * requester sees no change (nor a new version), and the mark can be changed until it is confirmed or the request
 * lapses.
 * @throws Problem `not-found` for any other request, `conflict` when it is not open any more
 */
export async function markProvisionally(
  session: SessionAuthority,
  request: string,
  mark: ProvisionalMark,
  at: string,
): Promise<void> {
  if (request !== session.request) throw new Problem('not-found');
  const sealed = await sealedRequest(session, request, at);
  assertPending(session.tenant, sealed.row, at);
  await markRequest(sealed, mark, at);
}
