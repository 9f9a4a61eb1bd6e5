import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import { requestStateForRequester, requestStateUnder } from '../../domain/consents/consent.ts';
import type { Audience } from '../../domain/evidence/receipt.ts';
import type { Tenancy } from '../../domain/tenants/tenancy.ts';
import type { RequestContent, RequestRow } from '../../model/request-rows.ts';

type RequestView = AnswerOf<RowNamed<'request.read'>>;

/** The state of a request of a tenant as shown to an audience. */
export function stateFor(
  tenant: Tenancy,
  row: RequestRow,
  audience: Audience,
  at: string,
): RequestView['state'] {
  const state = requestStateUnder(tenant, row, at);
  return audience === 'full' || row.told === true ? state : requestStateForRequester(state);
}

/**
 * The version of a request as shown to an audience. A refusal increments it and a lapse does not; since requesters
 * must not tell one from the other, they see a refused request in its former version; unless the individual chose that
 * they are told.
 */
export function versionFor({ state, version, told }: RequestRow, audience: Audience): number {
  return audience === 'recipient' && state === 'refused' && told !== true ? version - 1 : version;
}

/** A request of a tenant as shown to an audience. */
export function requestViewOf(
  tenant: Tenancy,
  row: RequestRow,
  { notice, items }: RequestContent,
  audience: Audience,
  at: string,
): RequestView {
  return {
    id: row.id,
    individualId: row.individual,
    organisation: row.organisation,
    notice: { id: notice.id, version: notice.version },
    items: items.map(({ category, fields }) => ({ category, fields: [...fields] })),
    state: stateFor(tenant, row, audience, at),
    ...(row.consent !== undefined && { consentId: row.consent }),
    createdAt: row.createdAt,
    lapsesAt: row.lapsesAt,
    ...(row.undelivered !== undefined && { mailReturned: row.undelivered }),
    version: versionFor(row, audience),
  };
}
