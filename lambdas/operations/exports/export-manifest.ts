import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { recordFetched } from '../../stores/exports/exports.ts';
import { doneExport } from './export-view.ts';

/** The signed manifest of an export. Who fetches it stands in the log. */
export const exportManifest: Handler<'export.manifest'> = async (call, authority) => {
  const { tenant, row } = await doneExport(call, authority);
  if (!row.manifest) throw new Problem('not-found');
  await recordFetched({ tenant, actor: authority, at: call.at }, row.id);
  return { body: row.manifest };
};
