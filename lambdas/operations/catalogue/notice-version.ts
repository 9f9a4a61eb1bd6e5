import type { Handler } from '../../http/serve.ts';
import { publishedVersion } from './published-version.ts';

/** One version of a notice. */
export const noticeVersion: Handler<'notice.version'> = async ({ path }) => ({
  body: await publishedVersion(path.tenant, path.notice, Number(path.version)),
});
