import type { Handler } from '../../http/serve.ts';
import { organisationEntries } from '../../stores/catalogue/entries.ts';

/** One organisation of the tenant. */
export const organisationRead: Handler<'organisation.read'> = async ({ path }) => {
  const body = await organisationEntries.one(path.tenant, path.organisation);
  return { body, version: body.version };
};
