import type { AuditEntry } from '../../domain/evidence/audit.ts';
import { entryList, entryRow, leafRow } from '../../model/audit-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { listPage, type Paging } from '../paging/list-page.ts';
import { listed } from '../paging/sources.ts';

/** An entry of the log with its id and its leaf hash. */
export interface LoggedEntry extends AuditEntry {
  readonly id: string;
  readonly leaf: string;
}

/**
 * One page of a tenant's log, newest first, of one type of entry or all.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export async function logPage(
  tenant: string,
  type: string | undefined,
  paging: Paging,
): Promise<{ readonly items: LoggedEntry[]; readonly next?: string }> {
  const { items, next } = await listPage(listed(entryList(tenant)), paging, (found) => {
    const { id, body } = entryRow.from(found);
    return type === undefined || body.type === type ? { id, body } : undefined;
  });
  const leaves = await read(items.map(({ id }) => leafRow.at(tenant, id)));
  return {
    items: items.map(({ id, body }, i) => {
      const row = leafRow.from(leaves[i]);
      // Entry and leaf hash are written in one transaction: if one is missing, something is broken.
      if (!row) throw new Error('an entry has no leaf');
      return { ...body, id, leaf: row.leaf };
    }),
    ...(next !== undefined && { next }),
  };
}
