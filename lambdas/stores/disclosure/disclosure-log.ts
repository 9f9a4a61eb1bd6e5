import { individualOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import {
  type DisclosureContent,
  type DisclosureRow,
  disclosureContent,
  disclosureRow,
  disclosuresOf,
} from '../../model/disclosure-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { queryAll, read, readNamed } from '../../platform/dynamodb/reads.ts';
import { caseSealer } from '../keys/open-case.ts';
import { individualFrom, individualRowsOf, type KeyedIndividual } from '../people/individuals.ts';

/** A disclosure, opened, with its individual and the sealer of their use `case`. */
export interface KnownDisclosure {
  readonly row: DisclosureRow;
  readonly payload: DisclosureContent['payload'];
  readonly individual: KeyedIndividual<'case'>;
  readonly sealer: Sealer;
}

/**
 * A disclosure by its id, in one round trip.
 * @throws Problem `not-found` when there is none, or its individual is gone
 */
export async function disclosure(tenant: string, kmsKey: string, id: string): Promise<KnownDisclosure> {
  const individual = individualOf(id);
  const rows = await readNamed({
    disclosure: disclosureRow.at(tenant, individual, id),
    people: individualRowsOf(tenant, individual, ['case']),
  });
  const row = disclosureRow.from(rows.disclosure);
  const keyed = individualFrom(tenant, individual, ['case'], rows.people);
  if (!row || !keyed) throw new Problem('not-found');
  const sealer = await caseSealer(kmsKey, keyed.keys);
  return { row, payload: disclosureContent.open(sealer, row).release().payload, individual: keyed, sealer };
}

/** How often an individual's consents were read, and when last, by consent. A read over several pages counts once. */
export async function readsOfConsents(
  tenant: string,
  individual: string,
): Promise<ReadonlyMap<string, { readonly times: number; readonly last: string }>> {
  const attributes = ['pk', 'sk', 'at', 'readUnder'];
  const rows = await queryAll({ ...disclosuresOf(tenant, individual), attributes });
  const reads = new Map<string, { times: number; last: string }>();
  for (const { at, readUnder } of rows.map((row) => disclosureRow.from(row))) {
    if (readUnder === undefined) continue;
    const before = reads.get(readUnder);
    const last = before && before.last > at ? before.last : at;
    reads.set(readUnder, { times: (before?.times ?? 0) + 1, last });
  }
  return reads;
}

/** A position in an individual's log: newest first, and by id among those of one instant. */
export type LogPlace = Pick<DisclosureRow, 'at' | 'id'>;

/** One page of an individual's log, opened, and the position after which the next page starts. */
export interface LogPage {
  readonly items: readonly { readonly row: DisclosureRow; readonly payload: DisclosureContent['payload'] }[];
  readonly next?: LogPlace | undefined;
}

/**
 * Who read the individual's data or tried to, newest first. Ids carry no time, so the instants of all disclosures are
 * read and sorted; only those of the page are opened.
 * @param sealer gives the sealer of the individual's use `case`.
 */
export async function disclosureLog(
  tenant: string,
  individual: string,
  sealer: () => Promise<Sealer>,
  paging: { readonly limit: number; readonly after: LogPlace | undefined },
): Promise<LogPage> {
  const { limit, after } = paging;
  const all = await queryAll({ ...disclosuresOf(tenant, individual), attributes: ['pk', 'sk', 'id', 'at'] });
  const rest = all
    .map((row) => disclosureRow.from(row))
    .sort(newer)
    .filter((row) => after === undefined || newer(after, row) < 0);
  const page = rest.slice(0, limit);
  const rows = await read(page.map(({ pk, sk }) => ({ table: disclosureRow.table, key: { pk, sk } })));
  const opener = await sealer();
  const items = rows.flatMap((found) => {
    const row = disclosureRow.from(found);
    return row ? [{ row, payload: disclosureContent.open(opener, row).release().payload }] : [];
  });
  const last = page.at(-1);
  return { items, ...(last && rest.length > page.length && { next: { at: last.at, id: last.id } }) };
}

function newer(a: LogPlace, b: LogPlace): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

/** What a disclosure is told with: what was released, or what was requested and refused. */
export function itemsOf({ row, payload }: LogPage['items'][number]) {
  return row.outcome === 'released' ? payload.released : payload.asked;
}
