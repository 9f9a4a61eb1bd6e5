import { checkHoldUntil } from '../../domain/holds/hold.ts';
import type { Handler } from '../../http/serve.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { sealedGround } from '../../stores/holds/hold-ground.ts';
import { putHold, readHold } from '../../stores/holds/holds.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { holdView } from './hold-view.ts';

/**
 * Sets or renews the legal hold on a tenant, by one person. From then on nothing of it is purged until the hold ends;
 * a release that was requested before is void.
 */
export const holdSet: Handler<'hold.set'> = async ({ body, at, ifMatch }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const before = await readHold(tenant.id);
  const next = nextVersion(before?.version, ifMatch);
  const { reason, authority: onWhoseWord, until } = body;
  checkHoldUntil(until, before, at);
  const ground = { reason, authority: onWhoseWord };
  const { version } = next;
  const hold = { version, setAt: at, until, sealed: await sealedGround(tenant, version, ground) };
  await putHold(tenant, hold, authority, at, next);
  return { body: holdView({ ...hold, ...ground }), version };
};
