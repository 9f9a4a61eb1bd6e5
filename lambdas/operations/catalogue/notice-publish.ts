import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { lacks } from '../../domain/catalogue/publishing.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { NoticeRow, NoticeVersionRow } from '../../model/rows.ts';
import { nextVersion } from '../../platform/dynamodb/next-version.ts';
import { absent, transact } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { categories, organisations } from '../../stores/catalogue/catalogue.ts';
import { once } from '../../stores/idempotency/once.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';
import { readWithReference } from '../../stores/tenants/audit-reference.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { mustBe, tenantFence } from '../../stores/tenants/tenants.ts';

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
