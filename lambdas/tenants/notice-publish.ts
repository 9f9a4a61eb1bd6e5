import { appendAudit } from '../adapters/audit-log.ts';
import { categories, organisations } from '../adapters/catalogue.ts';
import { once } from '../adapters/idempotency.ts';
import { newId } from '../adapters/ids.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { nextVersion } from '../adapters/next-version.ts';
import { contentHash } from '../adapters/one-time.ts';
import type { NoticeRow, NoticeVersionRow } from '../adapters/rows.ts';
import { mustBe, tenantFence } from '../adapters/tenant-row.ts';
import { absent, transact } from '../adapters/transaction.ts';
import type { tenantsOperations } from '../contract/operations/tenants.ts';
import { Problem } from '../domain/problems.ts';
import { lacks } from '../domain/publishing.ts';
import type { HandlerOf } from '../http/serve.ts';
import { readWithReference } from './audit-reference.ts';
import { ownTenant } from './own-tenant.ts';

/**
 * Publishes a notice, or the next version of one. A version never changes: its row is written once, under its
 * own number, together with the mark that it is the newest.
 */
export const noticePublish: HandlerOf<typeof tenantsOperations, 'notice.publish'> = async (
  call,
  authority,
) => {
  const tenant = ownTenant(authority);
  const { notice: known, content } = call.body;
  const repeatable = {
    caller: authority.principal,
    operation: 'notice.publish',
    key: call.idempotencyKey,
    body: call.body,
  };
  const published = await once<NoticeRow>(
    repeatable,
    (hash) => vaultKey.tenantIdempotency(tenant.id, hash),
    async (claim) => {
      mustBe(tenant, call.at, 'open', 'retrieval');
      const id = known ?? newId('ntc');
      const key = vaultKey.notice(tenant.id, id);
      const [{ reference, rows }, parties, kinds] = await Promise.all([
        readWithReference(tenant.id, [{ table: 'vault', key }]),
        organisations(tenant.id, [...content.controllers, ...content.recipients]),
        categories(tenant.id, content.categories),
      ]);
      const [before] = rows;
      if (known !== undefined && !before) throw new Problem('not-found');
      const errors = lacks(content, parties, kinds);
      if (errors.length > 0) throw new Problem('invalid-request', { errors });
      const { version, ...guard } = nextVersion(before?.version as number | undefined, undefined);
      const newest: NoticeRow = { id, version, hash: contentHash(content), at: call.at };
      const row: NoticeVersionRow = { ...newest, content };
      await transact([
        ...claim(newest),
        { table: 'vault', put: { ...key, ...newest }, ...guard },
        { table: 'vault', put: { ...vaultKey.noticeVersion(tenant.id, id, version), ...row }, if: absent },
        tenantFence(tenant),
        ...appendAudit({
          type: 'notice.published',
          at: call.at,
          tenant: tenant.id,
          actorRef: authority.ref,
          object: { id, under: reference },
          version,
        }).writes,
      ]);
      return newest;
    },
  );
  const location = `/v1/tenants/${tenant.id}/notices/${published.id}/versions/${published.version}`;
  return { body: published, location };
};
