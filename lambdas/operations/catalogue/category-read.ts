import type { Handler } from '../../http/serve.ts';
import { categoryDefinitions } from '../../stores/catalogue/definitions.ts';

/** One category of the tenant. */
export const categoryRead: Handler<'category.read'> = async ({ path }) => {
  const body = await categoryDefinitions.one(path.tenant, path.category);
  return { body, version: body.version };
};
