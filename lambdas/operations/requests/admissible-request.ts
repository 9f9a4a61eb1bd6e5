import { availableAssurance } from '../../domain/catalogue/assurance.ts';
import type { Versions } from '../../domain/catalogue/versions.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import { withinNotice } from '../../domain/requests/admission.ts';
import { isBlocked } from '../../domain/requests/asking.ts';
import type { Categories } from '../../domain/requests/items.ts';
import type { ConsentRequest } from '../../domain/requests/request.ts';
import type { RequestContent } from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { noticeVersion } from '../../stores/catalogue/catalogue.ts';
import { categoryDefinitions, organisationDefinitions } from '../../stores/catalogue/definitions.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { shortCodeOf } from '../../stores/keys/short-code.ts';
import { type KeyedIndividual, readIndividual } from '../../stores/people/individuals.ts';
import { accounted, type OpenAsking, readAsking } from '../../stores/requests/asking.ts';
import { requestRowOf } from '../../stores/requests/requests.ts';
import type { KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

/** A request that may be made, with the individual as they were when that was checked. */
export interface Admissible {
  readonly keyed: KeyedIndividual<'case'>;
  readonly sealer: Sealer;
  readonly content: RequestContent;
  /** What was asked before, with the earlier request accounted for. */
  readonly asking: OpenAsking;
}

/**
 * Checks whether an organisation may request this of an individual now. There is one open request for an organisation
 * and purpose; the version of their row of asking is the condition of the write, so it is never based on stale data.
 * @throws Problem `not-found` for an individual who is restricted, as for one who does not exist; `already-exists`,
 * `no-means-no`, `conflict`, `invalid-request`
 */
export async function admissibleRequest(
  tenant: KeyedTenant,
  organisation: string,
  request: ConsentRequest,
  at: string,
): Promise<Admissible> {
  const [keyed, notice, known] = await Promise.all([
    readIndividual(tenant.id, request.individualId, ['case']),
    noticeVersion(tenant.id, request.notice.id, request.notice.version),
    categoryDefinitions.newest(
      tenant.id,
      request.items.map(({ category }) => category),
    ),
  ]);
  const { state } = keyed.row;
  // This comes before every other check; otherwise a faulty request would reveal restricted from absent individuals.
  if (state !== 'active') throw new Problem('not-found');
  const { terms, parties } = termsOf(request, organisation, notice, known, at);
  const { id: individual, gate } = keyed.row;
  const [sealer, named] = await Promise.all([
    caseSealer(tenant.kmsKey, keyed.keys),
    organisationDefinitions.newest(tenant.id, parties),
  ]);
  const content = {
    ...terms,
    versions: { organisations: versionsOf(named), categories: versionsOf(known) },
  };
  const purpose16 = shortCodeOf(individual, content.purpose);
  const found = await readAsking({ tenant: tenant.id, individual, organisation, purpose16 }, sealer, at);
  const { open } = found.asking;
  const earlier = open && (await requestRowOf(tenant.id, open.request));
  if (earlier && requestStateAt(earlier, at) === 'pending')
    throw new Problem('already-exists', { detail: 'an earlier one for this purpose is not answered yet' });
  const asking = accounted(found.asking, earlier, { gate, epoch: tenant.epoch, at });
  if (isBlocked(asking, content.items, at)) throw new Problem('no-means-no');
  return { keyed, sealer, content, asking: { ...found, asking } };
}

/** What a request is bound to: each code with the version that it has now. */
function versionsOf(rows: readonly { readonly id: string; readonly version: number }[]): Versions {
  return Object.fromEntries(rows.map(({ id, version }) => [id, version]));
}

/** The terms of the request, checked against its notice, and the codes of all organisations that it names. */
function termsOf(
  request: ConsentRequest,
  organisation: string,
  found: Awaited<ReturnType<typeof noticeVersion>>,
  known: Awaited<ReturnType<typeof categoryDefinitions.newest>>,
  at: string,
): { readonly terms: Omit<RequestContent, 'versions'>; readonly parties: readonly string[] } {
  if (!found)
    throw new Problem('invalid-request', {
      errors: [{ pointer: '/notice', detail: 'no such version of a notice' }],
    });
  const { id, version, hash, content } = found.published;
  const inForce = { content, version, newest: found.newest };
  const categories: Categories = Object.fromEntries(known.map((row) => [row.id, row.content]));
  const within = withinNotice(request, organisation, inForce, categories, availableAssurance, at);
  return {
    terms: { ...within, notice: { id, version, hash }, purpose: content.purpose.code },
    parties: [organisation, ...within.recipients, ...content.controllers],
  };
}
