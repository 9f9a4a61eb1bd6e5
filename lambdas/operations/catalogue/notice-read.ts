import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { publishedVersion } from './published-version.ts';

/** The newest version of a notice. */
export const noticeRead: HandlerOf<typeof tenantsOperations, 'notice.read'> = async ({ path }) => {
  const [newest] = await read([{ table: 'vault', key: vaultKey.notice(path.tenant, path.notice) }]);
  if (!newest) throw new Problem('not-found');
  return { body: await publishedVersion(path.tenant, path.notice, newest.version as number) };
};
