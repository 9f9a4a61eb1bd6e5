import type { Handler } from '../../http/serve.ts';
import { categoryEntries } from '../../stores/catalogue/entries.ts';

/** One category of the tenant. */
export const categoryRead: Handler<'category.read'> = async ({ path }) => {
  const body = await categoryEntries.one(path.tenant, path.category);
  return { body, version: body.version };
};
