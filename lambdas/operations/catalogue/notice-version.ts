import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { publishedVersion } from './published-version.ts';

/** One version of a notice. */
export const noticeVersion: HandlerOf<typeof tenantsOperations, 'notice.version'> = async ({ path }) => ({
  body: await publishedVersion(path.tenant, path.notice, Number(path.version)),
});
