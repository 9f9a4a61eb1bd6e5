import { individualOf } from '../../domain/identifiers.ts';
import {
  type RequestContent,
  type RequestRow,
  requestContent,
  requestList,
  requestRow,
  requestsOf,
} from '../../model/request-rows.ts';
import type { IndividualUse, Sealer, Stored } from '../../model/row.ts';
import { queryPage, read, readNamed } from '../../platform/dynamodb/reads.ts';
import { listPage, type Paging } from '../paging/list-page.ts';
import { listed, newestIn } from '../paging/sources.ts';
import { individualFrom, individualRowsOf, type KeyedIndividual } from '../people/individuals.ts';

/** A request with its individual, still sealed. */
export interface ReadRequest<U extends IndividualUse> {
  readonly row: Stored<RequestRow>;
  readonly keyed: KeyedIndividual<U>;
}

/** Reads a request with its individual, in one round trip; undefined when either does not exist. */
export async function readRequest<const U extends IndividualUse>(
  tenant: string,
  request: string,
  uses: readonly U[],
): Promise<ReadRequest<U> | undefined> {
  const individual = individualOf(request);
  const found = await readNamed({
    request: requestRow.at(tenant, individual, request),
    individual: individualRowsOf(tenant, individual, uses),
  });
  const keyed = individualFrom(tenant, individual, uses, found.individual);
  const row = requestRow.from(found.request);
  return row && keyed && { row, keyed };
}

/** One request by its id; undefined when there is none. */
export async function requestRowOf(tenant: string, request: string): Promise<Stored<RequestRow> | undefined> {
  const [row] = await read([requestRow.at(tenant, individualOf(request), request)]);
  return requestRow.from(row);
}

/** Requests to an individual, the hundred newest of them, newest first; read consistently. */
export async function newestRequestsOf(tenant: string, individual: string): Promise<Stored<RequestRow>[]> {
  const { rows } = await queryPage({ ...requestsOf(tenant, individual), backwards: true, limit: 100 });
  return rows.map((row) => requestRow.from(row));
}

/**
 * Opens the content of a request.
 * @param sealer of its individual's use `case`.
 */
export function openedContent(row: RequestRow, sealer: Sealer): RequestContent {
  return requestContent.open(sealer, row).release();
}

/**
 * One page of a tenant's requests, newest first: of one individual, or of all.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function requestPage<T>(
  tenant: string,
  individual: string | undefined,
  paging: Paging,
  keep: (row: Stored<RequestRow>) => T | undefined,
): Promise<{ items: T[]; next?: string }> {
  const source =
    individual === undefined ? listed(requestList(tenant)) : newestIn(requestsOf(tenant, individual));
  return listPage(source, paging, (row) => keep(requestRow.from(row)));
}
