import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { organisationDefinitions } from '../../stores/catalogue/definitions.ts';

/** One organisation of the tenant, and the name or address that waits for a second admin. */
export const organisationRead: Handler<'organisation.read'> = async ({ path }) => {
  const [found] = await organisationDefinitions.newest(path.tenant, [path.organisation]);
  if (!found) throw new Problem('not-found');
  const { id, version, content, pending } = found;
  const waiting = pending && { ...pending.content, requestedAt: pending.at, requestedBy: pending.by };
  return { body: { ...content, id, version, ...(waiting && { pending: waiting }) }, version };
};
