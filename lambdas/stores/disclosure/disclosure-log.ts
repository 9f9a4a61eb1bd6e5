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
import { queryPage, readNamed } from '../../platform/dynamodb/reads.ts';
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

/** Entries of an individual's log, opened. */
export type LogEntries = readonly {
  readonly row: DisclosureRow;
  readonly payload: DisclosureContent['payload'];
}[];

/**
 * Who read the individual's data or tried to, newest first, at most `limit` of them, read consistently. A page of
 * large entries is shorter, and `more` tells whether there are older ones.
 * @param sealer gives the sealer of the individual's use `case`.
 * @param before the id of the entry before which to start; undefined for the newest.
 */
export async function disclosureLog(
  tenant: string,
  individual: string,
  sealer: () => Promise<Sealer>,
  { limit, before }: { readonly limit: number; readonly before: string | undefined },
): Promise<{ readonly items: LogEntries; readonly more: boolean }> {
  const [page, opener] = await Promise.all([
    queryPage({
      ...disclosuresOf(tenant, individual),
      backwards: true,
      limit: limit + 1,
      ...(before !== undefined && { start: disclosureRow.key(tenant, individual, before) }),
    }),
    sealer(),
  ]);
  const items = page.rows.slice(0, limit).map((found) => {
    const row = disclosureRow.from(found);
    return { row, payload: disclosureContent.open(opener, row).release().payload };
  });
  return { items, more: page.rows.length > limit || page.next !== undefined };
}

/** What a disclosure is told with: what was released, or what was requested and refused. */
export function itemsOf({ row, payload }: LogEntries[number]) {
  return row.outcome === 'released' ? payload.released : payload.asked;
}
