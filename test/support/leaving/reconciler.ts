/* The reconciler, as it is to act on a `World`. */
import { leaseUntil } from '../../../lambdas/domain/exports/export.ts';
import { holdNoticeDue, lookAtHold } from '../../../lambdas/domain/holds/hold.ts';
import { isPast } from '../../../lambdas/domain/instant.ts';
import { isHeld } from '../../../lambdas/domain/retention/due.ts';
import { purgeAtOf } from '../../../lambdas/domain/retention/retention.ts';
import { attemptTaken, seconds } from './steps.ts';
import { isOver, placed, started, type World } from './world.ts';

const hour = 60 * 60;
/** For how long an execution that died is looked at, in seconds. */
const deadFor = 2 * hour;
/** For how long a step of an export takes its lease, and how long it takes itself, in milliseconds. */
export const exportStep = { lasts: hour * 1000, takes: 16 * 60 * 1000 };
/** Seconds after which an export that was just started counts as not started. */
export const exportGrace = 5 * 60;

/** One run of the reconciler. */
export function reconciled(world: World): World {
  const after = exportClaimed(world.executions.reduce(deadNoticed, world));
  const { lease, hold, now } = after;
  const due = [lease?.look, hold?.look].some((look) => look !== undefined && isPast(look, now));
  return due ? lookedAfter(after) : after;
}

/** Claims an export that nobody goes on with, so that somebody does. */
function exportClaimed(world: World): World {
  const { tenant, exporting, now } = world;
  if (!tenant || !exporting || !isPast(seconds(exporting.until, exportGrace), now)) return world;
  if (tenant.state !== 'open' && tenant.state !== 'retrieval') return world;
  return {
    ...world,
    exporting: { ...exporting, until: leaseUntil(tenant, now, exportStep.lasts, exportStep.takes) ?? now },
  };
}

/** Ends the lease of an attempt whose execution failed or was stopped. Copies have names that tell no attempt. */
function deadNoticed(
  world: World,
  { died, next, name, epoch, attempt, machine }: World['executions'][number],
): World {
  const { tenant, lease, now } = world;
  const dead = died ?? (next === 'failed' ? now : undefined);
  if (dead === undefined || isPast(seconds(dead, deadFor), now) || name !== `${machine} ${epoch}-${attempt}`)
    return world;
  if (!tenant || lease?.epoch !== epoch || lease.attempt !== attempt || isPast(lease.until, now))
    return world;
  // It was started again by hand, under another name, and the copy has the lease.
  if (lease.execution !== undefined && lease.execution !== name) return world;
  return { ...world, lease: placed(tenant, { ...lease, until: now }) };
}

function lookedAfter(before: World): World {
  const world = before.tenant?.heldUntil === undefined ? before : holdLookedAfter(before);
  const { tenant, lease, now } = world;
  if (!tenant || !lease) return world;
  switch (tenant.state) {
    case 'open':
      if (tenant.endsAt !== undefined && isPast(tenant.endsAt, now))
        return lookedAfter(ended(world, tenant.endsAt));
      break;
    case 'retrieval':
      if (!isHeld(tenant, now) && !isLive(world)) return next(world, 'retention');
      break;
    default:
      if (!isLive(world)) return next(world, 'purge');
  }
  const looked = placed(tenant, lease);
  return looked.look === lease.look ? world : { ...world, lease: looked };
}

/** Calendars are slow, and most ends are at the same few instants. */
const purgeAts = new Map<string, string>();
function purgeAtAfter(endedAt: string, window: string, timeZone: string): string {
  const name = `${endedAt} ${window} ${timeZone}`;
  const purgeAt = purgeAts.get(name) ?? purgeAtOf(endedAt, window, timeZone);
  purgeAts.set(name, purgeAt);
  return purgeAt;
}

/** The end of a contract: retrieval begins. */
export function ended(world: World, endedAt: string): World {
  const { tenant, now, window } = world;
  if (!tenant) return world;
  const after = {
    ...tenant,
    state: 'retrieval',
    epoch: tenant.epoch + 1,
    endsAt: endedAt,
    endedAt,
    purgeAt: purgeAtAfter(endedAt, window, tenant.timeZone),
    version: tenant.version + 1,
  } as const;
  return {
    ...world,
    tenant: after,
    lease: placed(after, { epoch: after.epoch, attempt: 1, until: now }),
    promised: { ...world.promised, endedAt, firstNoticeAt: undefined },
  };
}

function holdLookedAfter(world: World): World {
  const { tenant, hold, lease, now } = world;
  if (!tenant || !hold) return world;
  if (isPast(hold.until, now))
    return tenant.state === 'open' || tenant.state === 'retrieval'
      ? { ...world, hold: undefined, lease: lease && { ...lease, look: now } }
      : world;
  const noticed = holdNoticeDue(hold, now);
  return noticed === undefined
    ? world
    : { ...world, hold: { ...hold, noticed, look: lookAtHold({ ...hold, noticed }) } };
}

function isLive({ tenant, lease, now, executions }: World): boolean {
  if (!lease || lease.epoch !== tenant?.epoch || isPast(lease.until, now)) return false;
  if (lease.execution === undefined) return true;
  return executions.some((one) => one.name === lease.execution && !isOver(one));
}

function next(world: World, machine: 'retention' | 'purge'): World {
  const after = attemptTaken(world);
  const { epoch = 0, attempt = 0 } = after.lease ?? {};
  return started(after, machine, epoch, attempt);
}
