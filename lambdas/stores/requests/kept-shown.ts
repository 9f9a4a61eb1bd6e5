import { individualOf } from '../../domain/identifiers.ts';
import { type ShownContent, shownContent, shownRow } from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';

/**
 * What was shown when a request was decided, and the explicit statements that were ticked; undefined while it is
 * undecided.
 * @param sealer of its individual's use `case`.
 */
export async function keptShown(
  tenant: string,
  request: string,
  sealer: Sealer,
): Promise<ShownContent | undefined> {
  const found = await readNamed({ shown: shownRow.at(tenant, individualOf(request), request) });
  const row = shownRow.from(found.shown);
  return row && shownContent.open(sealer, row).release();
}
