import { dueTenants, erasureRow, leaseRow } from '../../model/erasure-rows.ts';
import { ownerOf } from '../../model/tables.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';

/** A tenant, or the erasure of one of its individuals, that somebody has to look after. */
export interface Due {
  readonly tenant: string;
  readonly individual?: string | undefined;
}

/** One page of the rows in a list of Vault that are due at an instant, whatever has waited longest first. */
export const dueRows = (list: string, at: string, start: DuePage['next']) =>
  queryPage({
    table: leaseRow.table,
    index: 'listing',
    pk: list,
    // An instant is followed by an id, which sorts after any instant without one.
    before: `${at}~`,
    start,
    limit: 200,
  });

/** Some of what is due, and where the next page starts; `next` is absent on the last page. */
export interface DuePage {
  readonly due: Due[];
  readonly next?: Record<string, string>;
}

/**
 * One page of what somebody has to look after at an instant, whatever has waited longest first. Others are not read,
 * however many there are. The index may lag by a moment.
 */
export async function duePage(at: string, start?: DuePage['next']): Promise<DuePage> {
  const { rows, next } = await dueRows(dueTenants, at, start);
  const due = rows.flatMap((row): Due[] => {
    const tenant = ownerOf(row.pk);
    if (tenant === undefined) return [];
    return [erasureRow.is(row) ? { tenant, individual: `ind_${row.sk.slice(-32)}` } : { tenant }];
  });
  // A tenant and its legal hold can be due together.
  const named = new Map(due.map((one) => [`${one.tenant} ${one.individual ?? ''}`, one]));
  return next ? { due: [...named.values()], next } : { due: [...named.values()] };
}
