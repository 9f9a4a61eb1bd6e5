/*
 * Everything that can happen to a tenant on its way out, one line each. What may not happen is refused and changes
 * nothing: an act then gives undefined.
 */
import { leaseUntil, mayBegin as mayExport } from '../../../lambdas/domain/exports/export.ts';
import { checkHoldUntil, lookAtHold } from '../../../lambdas/domain/holds/hold.ts';
import { isPast } from '../../../lambdas/domain/instant.ts';
import { Problem } from '../../../lambdas/domain/problems.ts';
import { stateAt } from '../../../lambdas/domain/tenants/tenancy.ts';
import { settingEnd, undoingEnd } from '../../../lambdas/domain/tenants/termination.ts';
import { type Next, placeAfter } from './definitions.ts';
import { ended, exportGrace, exportStep, reconciled } from './reconciler.ts';
import { answered, purgeStarted, seconds } from './steps.ts';
import { canStep, type Execution, isOver, placed, started, type World, wakesOf } from './world.ts';

/** An act, of an execution if it says which. */
export interface Act {
  readonly name: string;
  readonly of?: string;
}

const day = 24 * 60 * 60;
/** For how long holds are set, and after how much time an agreed end comes. */
export const holdLasts = 4 * day;
export const endsIn = 1 * day;

type Effect = (world: World) => World | undefined;

const acts: Readonly<Record<string, Effect>> = {
  end: (world) => {
    const { tenant, now } = world;
    if (!tenant) return undefined;
    settingEnd(tenant, ['operator'], undefined, now);
    const after = ended(world, now);
    return started(after, 'retention', after.tenant?.epoch ?? 0, 1);
  },
  'agree an end': (world) => {
    const endsAt = seconds(world.now, endsIn);
    if (!world.tenant) return undefined;
    settingEnd(world.tenant, ['operator'], endsAt, world.now);
    return changed(world, { endsAt });
  },
  reinstate: (world) => {
    const { tenant } = world;
    if (!tenant) return undefined;
    const { step } = undoingEnd(tenant, ['operator'], world.now);
    const { endsAt: _, endedAt: __, purgeAt: ___, ...open } = tenant;
    if (step === 'drop') return changed({ ...world, tenant: open }, {});
    return changed(
      { ...world, promised: { ...world.promised, endedAt: undefined }, tenant: open },
      { state: 'open', epoch: tenant.epoch + 1 },
    );
  },
  hold: (world) => {
    const { tenant, hold, lease, now } = world;
    if (!tenant || !['open', 'retrieval'].includes(stateAt(tenant, now))) return undefined;
    const until = seconds(now, holdLasts);
    checkHoldUntil(until, hold, now);
    const next = { setAt: now, until };
    return {
      ...world,
      tenant: { ...tenant, heldUntil: until, version: tenant.version + 1 },
      hold: { ...next, look: lookAtHold(next) },
      lease: lease && { ...lease, look: now },
      promised: { ...world.promised, heldUntil: until },
    };
  },
  release: (world) => {
    const { tenant, hold, lease, now } = world;
    if (!tenant || !['open', 'retrieval'].includes(stateAt(tenant, now))) return undefined;
    if (!hold || isPast(hold.until, now)) return undefined;
    return {
      ...world,
      tenant: { ...tenant, heldUntil: now, version: tenant.version + 1 },
      hold: undefined,
      lease: lease && { ...lease, look: now },
      promised: { ...world.promised, heldUntil: undefined },
    };
  },
  export: (world) => {
    const { tenant, exporting, now } = world;
    if (!tenant || exporting) return undefined;
    mayExport('all', tenant, now);
    return { ...world, exporting: { epoch: tenant.epoch, until: now } };
  },
  'export goes on': (world) => {
    const { tenant, exporting, now } = world;
    if (!tenant || !exporting || tenant.state === 'purging' || tenant.state === 'purged') return undefined;
    const until = leaseUntil(tenant, now, exportStep.lasts, exportStep.takes);
    const inForce = tenant.state === 'retrieval' && tenant.epoch === exporting.epoch && until !== undefined;
    return { ...world, exporting: inForce ? { ...exporting, until } : undefined };
  },
  'time passes': (world) => {
    const now = nextInstant(world);
    return now === undefined ? undefined : { ...world, now };
  },
  'the clock jumps': (world) => ({ ...world, now: seconds(world.now, 400 * day) }),
  reconcile: reconciled,
  deploy: (world) => ({ ...world, version: world.version === 1 ? 2 : 1 }),
};

const actsOf: Readonly<Record<string, (world: World, one: Execution) => World | undefined>> = {
  step: (world, one) => (canStep(world, one) ? stepped(world, one) : undefined),
  // The step has acted, and its answer got lost: it will be tried again.
  'step, lost': (world, one) =>
    canStep(world, one) && typeof one.next === 'object'
      ? answered(world, one.next.task, one).world
      : undefined,
  // It has read, and others act before it writes.
  'commit reads': (world, one) =>
    canStep(world, one) && isCommit(one.next) && !one.read && world.tenant
      ? { ...world, executions: replaced(world, { ...one, read: { tenant: world.tenant, at: world.now } }) }
      : undefined,
  crash: (world, one) =>
    isOver(one) ? undefined : { ...world, executions: replaced(world, { ...one, died: world.now }) },
  // What was taken for dead does its next step after all.
  'step, late': (world, one) =>
    one.died !== undefined && typeof one.next === 'object'
      ? answered(world, one.next.task, one).world
      : undefined,
  // Somebody starts it once more in the console, which copies the input and gives another name.
  copy: (world, one) =>
    /copy/.test(one.name) ? undefined : started(world, one.machine, one.epoch, one.attempt, ' copy'),
};

/** The names of all acts. */
export const actNames = [...Object.keys(acts), ...Object.keys(actsOf)];

/** All acts that can be tried on a world. */
export function actsIn(world: World): Act[] {
  const of = world.executions.flatMap((one) => Object.keys(actsOf).map((name) => ({ name, of: one.name })));
  return [...Object.keys(acts).map((name) => ({ name })), ...of];
}

/** What an act makes of a world; undefined when it is refused. */
export function acted(world: World, { name, of }: Act): World | undefined {
  try {
    const one = world.executions.find((execution) => execution.name === of);
    return one ? actsOf[name]?.(world, one) : acts[name]?.(world);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function stepped(world: World, one: Execution): World {
  if (one.next === 'starts the purge')
    return purgeStarted({ ...world, executions: replaced(world, { ...one, next: 'succeeded' }) }, one);
  if (typeof one.next !== 'object') return world;
  const { world: after, outcome, wakes } = answered(world, one.next.task, one);
  const next = placeAfter(one.machine, one.next.task, outcome);
  const { read: _, ...still } = one;
  return { ...after, executions: replaced(after, { ...still, next, named: wakes ?? one.named }) };
}

const isCommit = (next: Next) => typeof next === 'object' && next.task === 'purge.commit';

const replaced = ({ executions }: World, one: Execution) =>
  executions.map((other) => (other.name === one.name ? one : other));

/** A change of the contract: nobody has the lease, and somebody looks when it is due. */
function changed(world: World, change: Partial<NonNullable<World['tenant']>>): World {
  const { tenant, now } = world;
  if (!tenant) return world;
  const after = { ...tenant, ...change, version: tenant.version + 1 };
  return { ...world, tenant: after, lease: placed(after, { epoch: after.epoch, attempt: 0, until: now }) };
}

/** The next instant at which anything changes by itself; undefined when nothing does. */
export function nextInstant(world: World): string | undefined {
  const { now, tenant, lease, hold, exporting, executions, keyGoneAt } = world;
  return [
    tenant?.endsAt,
    tenant?.purgeAt,
    tenant?.heldUntil,
    lease?.until,
    lease?.look,
    hold?.look,
    exporting?.until,
    exporting && seconds(exporting.until, exportGrace),
    keyGoneAt,
    ...executions.map((one) => (isOver(one) ? undefined : wakesOf(one))),
  ]
    .filter((instant) => instant !== undefined && instant > now)
    .sort()[0];
}
