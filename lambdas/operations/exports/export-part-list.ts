import type { Handler } from '../../http/serve.ts';
import { partPage } from '../../stores/exports/exports.ts';
import { doneExport } from './export-view.ts';

/** The parts of an export, in their order. */
export const exportPartList: Handler<'export.part-list'> = async (call, authority) => {
  const { tenant, row } = await doneExport(call, authority);
  const page = await partPage(tenant.id, row.id, call, authority);
  const items = page.items.map(({ n, sha256, bytes, counts }) => ({ n, sha256, bytes, counts }));
  return { body: { ...page, items } };
};
