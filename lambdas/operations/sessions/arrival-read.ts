import type { individualsOperations } from '../../api/operations/individuals.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import { referenceOf } from '../../domain/sessions/session.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type RequestRow } from '../../model/rows.ts';
import { personOf } from '../../stores/people/person.ts';

/** That someone asks, and nothing else: no name, no data. The reference also stands in the mail. */
export const arrivalRead: HandlerOf<typeof individualsOperations, 'arrival.read'> = async (
  { at },
  session,
) => {
  const { tenant, individual, request, language } = session;
  const common = { language, helpPhone: tenant.helpPhone, reference: referenceOf(request ?? individual) };
  if (request === undefined) return { body: { ...common, state: 'nothing' } };
  const wanted = { table: 'vault', key: vaultKey.request(tenant.id, individual, request) } as const;
  const { rows } = await personOf(session, at, [], [wanted]);
  const [row] = rows;
  if (!row) throw new Problem('not-found');
  const known = as<RequestRow>(row);
  const state = requestStateAt(known, at);
  const shown = state === 'pending' ? (known.provisional ?? state) : state;
  return { body: { ...common, requestId: request, state: shown } };
};
