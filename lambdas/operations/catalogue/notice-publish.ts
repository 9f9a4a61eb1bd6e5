import type { BodyOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import { noticeFaults } from '../../domain/catalogue/publishing.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import type { NoticeRow } from '../../model/catalogue-rows.ts';
import { newId } from '../../platform/runtime/random.ts';
import { categories, organisations } from '../../stores/catalogue/catalogue.ts';
import { publishNotice, readForPublishing } from '../../stores/catalogue/notices.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { inTenant, once } from '../../stores/idempotency/once.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

type Publication = BodyOf<RowNamed<'notice.publish'>>;

/** Publishes a new notice, or the next version of one. A published version never changes. */
export const noticePublish: Handler<'notice.publish'> = async (call, authority) => {
  const { body, at } = call;
  const tenant = ownTenant(authority);
  const repeatable = {
    caller: authority.principal,
    operation: 'notice.publish',
    key: call.idempotencyKey,
    body,
  };
  const published = await once<NoticeRow>(repeatable, inTenant(tenant.id), async (claim) => {
    assertTenantState(tenant, at, 'open', 'retrieval');
    const id = body.notice ?? newId('ntc');
    const { secret, before } = await readJudged(tenant, id, body);
    const next = nextVersion(before?.version, undefined);
    const newest: NoticeRow = { id, version: next.version, hash: contentHash(body.content), at };
    await publishNotice(tenant, authority, secret, newest, body.content, next, claim(newest));
    return newest;
  });
  const location = `/v1/tenants/${tenant.id}/notices/${published.id}/versions/${published.version}`;
  return { body: published, location };
};

/**
 * Reads what the publication depends on, and checks that it may be made.
 * @throws Problem `not-found` for the next version of a notice that does not exist, `invalid-request` when it refers
 * to something the tenant does not have
 */
async function readJudged({ id: tenant, languages }: Tenant, id: string, { notice, content }: Publication) {
  const [read, parties, kinds] = await Promise.all([
    readForPublishing(tenant, id),
    organisations(tenant, [...content.controllers, ...content.recipients]),
    categories(tenant, content.categories),
  ]);
  if (notice !== undefined && !read.before) throw new Problem('not-found');
  const errors = noticeFaults(content, parties, kinds, languages);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return read;
}
