import { requestStateUnder } from '../../domain/consents/consent.ts';
import type { Handler } from '../../http/serve.ts';
import { openRequest } from '../../stores/requests/open-request.ts';
import { contextOf } from '../../stores/requests/shown-request.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';

/**
 * Who requests what and why, in one language, and the hash that the decision has to send back; also after the
 * decision.
 */
export const requestShow: Handler<'request.show'> = async ({ path, query, at }, session) => {
  const request = await openRequest(session, path.request, at, ['case']);
  const { id, lapsesAt, version } = request.row;
  const shown = (await contextOf(request)).shown(query.language ?? session.language);
  return {
    body: {
      id,
      state: requestStateUnder(session.tenant, request.row, at),
      lapsesAt,
      shown,
      shownHash: contentHash(shown),
      version,
    },
  };
};
