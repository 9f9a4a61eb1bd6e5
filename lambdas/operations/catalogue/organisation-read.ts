import type { Handler } from '../../http/serve.ts';
import { organisationDefinitions } from '../../stores/catalogue/definitions.ts';

/** One organisation of the tenant. */
export const organisationRead: Handler<'organisation.read'> = async ({ path }) => {
  const body = await organisationDefinitions.one(path.tenant, path.organisation);
  return { body, version: body.version };
};
