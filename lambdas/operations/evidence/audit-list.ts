import type { Handler } from '../../http/serve.ts';
import { logPage } from '../../stores/audit/log.ts';

/** Entries of a tenant's audit log, newest first, each with its leaf hash. */
export const auditList: Handler<'audit.list'> = async ({ path, query }, { principal, cursorSecret }) => {
  const { limit, cursor, type } = query;
  const binding = `audit.list ${path.tenant} ${principal} ${type ?? ''}`;
  return { body: await logPage(path.tenant, type, { limit, cursor, secret: cursorSecret, binding }) };
};
