import type { Handler } from '../../http/serve.ts';
import { partNamed, recordFetched } from '../../stores/exports/exports.ts';
import { doneExport } from './export-view.ts';

/** Of so many parts one stands in the log when it is fetched: the first, and each thousandth after it. */
const recordedEach = 1000;

/** One part of an export, still encrypted. */
export const exportPart: Handler<'export.part'> = async (call, authority) => {
  const { tenant, row } = await doneExport(call, authority);
  const { n, sha256, bytes, counts, jwe } = await partNamed(tenant.id, row.id, Number(call.path.part));
  if (n % recordedEach === 1) await recordFetched({ tenant, actor: authority, at: call.at }, row.id, n);
  return { body: { n, sha256, bytes, counts, jwe } };
};
