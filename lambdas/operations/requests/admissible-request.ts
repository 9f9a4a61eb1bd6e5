import { availableAssurance } from '../../domain/catalogue/assurance.ts';
import type { Versions } from '../../domain/catalogue/versions.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { isPast } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import { assertNotBlocked, withinNotice } from '../../domain/requests/admission.ts';
import type { Categories } from '../../domain/requests/items.ts';
import type { ConsentRequest } from '../../domain/requests/request.ts';
import { sameRequest } from '../../domain/requests/same-request.ts';
import type { RequestContent, RequestRow } from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { noticeVersion } from '../../stores/catalogue/catalogue.ts';
import { categoryDefinitions, organisationDefinitions } from '../../stores/catalogue/definitions.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { type KeyedIndividual, readIndividual } from '../../stores/people/individuals.ts';
import { blocksIn, readBlocks } from '../../stores/requests/re-request-blocks.ts';
import { openedContent, requestsMadeOf } from '../../stores/requests/requests.ts';
import type { KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

/** A request that may be made, with the individual as they were when that was checked. */
export interface Admissible {
  readonly keyed: KeyedIndividual<'case'>;
  readonly sealer: Sealer;
  readonly content: RequestContent;
}

/**
 * Checks whether an organisation may request this of an individual now. The individual's own row is read before their
 * requests and re-request blocks; each of these increments its `requestRevision`, so a write conditioned on it is
 * never based on stale data.
 * @throws Problem `not-found` for an individual who is restricted, as for one who does not exist; `contact-too-new`,
 * `already-exists`, `no-means-no`, `conflict`, `invalid-request`
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
  const { state, quietUntil } = keyed.row;
  // This comes before every other check; otherwise a faulty request would reveal restricted from absent individuals.
  if (state !== 'active') throw new Problem('not-found');
  const { terms, parties } = termsOf(request, organisation, notice, known, at);
  if (quietUntil !== undefined && !isPast(quietUntil, at)) throw new Problem('contact-too-new');
  const place = {
    tenant: tenant.id,
    individual: request.individualId,
    organisation,
    purpose: terms.purpose,
  };
  const [sealer, rows, blocks, named] = await Promise.all([
    caseSealer(tenant.kmsKey, keyed.keys),
    requestsMadeOf(tenant.id, request.individualId),
    readBlocks(place),
    organisationDefinitions.newest(tenant.id, parties),
  ]);
  const content = {
    ...terms,
    versions: { organisations: versionsOf(named), categories: versionsOf(known) },
  };
  const earlier = rows.flatMap((row) => earlierOf(row, organisation, sealer));
  if (earlier.some((one) => requestStateAt(one, at) === 'pending' && sameRequest(one, content)))
    throw new Problem('already-exists', { detail: 'this has been asked and is not answered yet' });
  assertNotBlocked({ ...content, organisation }, blocksIn(blocks, sealer), earlier, at);
  return { keyed, sealer, content };
}

function earlierOf(row: RequestRow, organisation: string, sealer: Sealer) {
  if (row.organisation !== organisation) return [];
  const { state, provisional, lapsesAt } = row;
  return [{ ...openedContent(row, sealer), organisation, state, provisional, lapsesAt }];
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
