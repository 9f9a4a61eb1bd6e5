import { checkHoldUntil } from '../../domain/holds/hold.ts';
import { isPast } from '../../domain/instant.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { IfMatch } from '../../domain/values.ts';
import type { HoldGround } from '../../model/hold-rows.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { sealedGround } from '../../stores/holds/hold-ground.ts';
import { putHold, readHold } from '../../stores/holds/holds.ts';
import { holdView } from './hold-view.ts';
import { holdingTenant } from './live-hold.ts';

interface HoldCall {
  readonly body: HoldGround & { readonly until: string };
  readonly at: string;
  readonly ifMatch: IfMatch;
}

/**
 * Sets or renews a legal hold, by one person. From then on what is held is not purged until the hold ends; a release
 * that was requested before is void. Once a purge has begun, holds can be renewed and none be set.
 */
export async function setHold({ body, at, ifMatch }: HoldCall, authority: MemberAuthority, held: string) {
  const tenant = await holdingTenant(authority, at, held);
  const before = await readHold(tenant.id, held);
  if (tenant.state === 'purging' && (!before || isPast(before.until, at)))
    throw new Problem('tenant-not-open');
  const next = nextVersion(before?.version, ifMatch);
  const { reason, authority: onWhoseWord, until } = body;
  checkHoldUntil(until, before, at);
  const ground = { reason, authority: onWhoseWord };
  const bound = { id: held, version: next.version };
  const hold = { ...bound, setAt: at, until, sealed: await sealedGround(tenant, bound, ground) };
  await putHold(tenant, hold, authority, at, next);
  return { body: holdView({ ...hold, ...ground }), version: next.version };
}
