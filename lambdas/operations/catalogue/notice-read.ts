import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { newestVersion } from '../../stores/catalogue/notices.ts';
import { publishedVersion } from './published-version.ts';

/** The newest version of a notice. */
export const noticeRead: HandlerOf<typeof tenantsOperations, 'notice.read'> = async ({ path }) => {
  const newest = await newestVersion(path.tenant, path.notice);
  if (newest === undefined) throw new Problem('not-found');
  return { body: await publishedVersion(path.tenant, path.notice, newest) };
};
