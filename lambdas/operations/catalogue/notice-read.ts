import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { newestVersion } from '../../stores/catalogue/notices.ts';
import { publishedVersion } from './published-version.ts';

/** The newest version of a notice. */
export const noticeRead: Handler<'notice.read'> = async ({ path }) => {
  const newest = await newestVersion(path.tenant, path.notice);
  if (newest === undefined) throw new Problem('not-found');
  return { body: await publishedVersion(path.tenant, path.notice, newest) };
};
