import { requestStateUnder } from '../../domain/consents/consent.ts';
import { referenceOf } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { sealedRequest } from '../../stores/requests/open-request.ts';

/** Says that there is a consent request, and nothing else: no name, no data. The mail shows the same reference. */
export const arrivalRead: Handler<'arrival.read'> = async ({ at }, session) => {
  const { tenant, individual, request, language } = session;
  const common = { language, helpPhone: tenant.helpPhone, reference: referenceOf(request ?? individual) };
  if (request === undefined) return { body: { ...common, state: 'nothing' } };
  const { row } = await sealedRequest(session, request, at);
  const state = requestStateUnder(tenant, row, at);
  const shown = state === 'pending' ? (row.provisional ?? state) : state;
  return { body: { ...common, requestId: request, state: shown } };
};
