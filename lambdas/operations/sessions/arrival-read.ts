import { requestStateAt } from '../../domain/consents/consent.ts';
import { referenceOf } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { sealedRequest } from '../../stores/requests/open-request.ts';

/** That someone asks, and nothing else: no name, no data. The reference also stands in the mail. */
export const arrivalRead: Handler<'arrival.read'> = async ({ at }, session) => {
  const { tenant, individual, request, language } = session;
  const common = { language, helpPhone: tenant.helpPhone, reference: referenceOf(request ?? individual) };
  if (request === undefined) return { body: { ...common, state: 'nothing' } };
  const { row } = await sealedRequest(session, request, at);
  const state = requestStateAt(row, at);
  const shown = state === 'pending' ? (row.provisional ?? state) : state;
  return { body: { ...common, requestId: request, state: shown } };
};
