import type { evidenceOperations } from '../../api/operations/evidence.ts';
import type { AuditEntry } from '../../domain/evidence/audit.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { evidenceKey, listing } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { listPage } from '../../stores/paging/list-page.ts';

/** Entries of a tenant's audit log, newest first, each with its leaf hash. */
export const auditList: HandlerOf<typeof evidenceOperations, 'audit.list'> = async (
  { path, query },
  { principal, cursorSecret },
) => {
  const { limit, cursor, type } = query;
  const { items, next } = await listPage(
    { table: 'evidence', pk: listing.entries(path.tenant), index: 'listing' },
    { limit, cursor, secret: cursorSecret, binding: `audit.list ${path.tenant} ${principal} ${type ?? ''}` },
    (row) => {
      const body = row.body as AuditEntry;
      return type === undefined || body.type === type ? { id: row.id as string, body } : undefined;
    },
  );
  const leaves = await read(
    items.map(({ id }) => ({ table: 'evidence' as const, key: evidenceKey.leaf(path.tenant, id) })),
  );
  return {
    body: {
      items: items.map(({ id, body }, i) => {
        const leaf = leaves[i]?.leaf;
        // Entry and leaf are written in one transaction: one without the other is a fault to be seen.
        if (typeof leaf !== 'string') throw new Problem('internal');
        return { ...body, id, leaf };
      }),
      ...(next !== undefined && { next }),
    },
  };
};
