import { Problem } from '../../domain/problems.ts';
import {
  type ExportPartRow,
  exportPartRow,
  type MadeExportPart,
  partsOf,
} from '../../model/statement-rows.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';

/** All parts of an export, in their order; those among them that are to be made anew. */
export async function partsIn(tenant: string, id: string): Promise<ExportPartRow[]> {
  return (await queryAll(partsOf(tenant, id))).map((row) => exportPartRow.from(row));
}

/**
 * A part as it can be fetched.
 * @throws Problem `conflict` while it is to be made anew
 */
export function madePart({ n, made }: ExportPartRow): MadeExportPart {
  if (!made) throw new Problem('conflict', { detail: 'this export is remaking' });
  return { n, ...made };
}
