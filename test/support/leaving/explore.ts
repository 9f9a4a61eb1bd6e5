/*
 * Tries every act on every state of a tenant that is leaving, breadth first. Two states are the same when they differ
 * in nothing that is still to come: instants count from the present, epochs and attempts from those of the lease.
 */
import { leaseUntil } from '../../../lambdas/domain/exports/export.ts';
import { isPast } from '../../../lambdas/domain/instant.ts';
import { type Act, acted, actsIn, nextInstant } from './acts.ts';
import { exportStep, reconciled } from './reconciler.ts';
import { canStep, isOver, type World } from './world.ts';

export interface Step {
  readonly act: Act;
  readonly before: World;
  readonly after: World;
}

/** How a state was come to. */
export interface Reached {
  readonly world: World;
  readonly by?: Act;
  readonly from?: Reached;
}

/** The acts that led to a state, to be read. */
export function story({ by, from }: Reached): string {
  if (!by || !from) return '';
  return `${story(from)} > ${by.name}${by.of === undefined ? '' : ` (${by.of})`}`;
}

/**
 * Tries all acts on these states, and on what they become, so many acts deep.
 * @param each told of every act that was not refused, and how its state was come to
 * @returns all states reached, the deepest last
 */
export function explore(
  from: readonly World[],
  depth: number,
  each: (step: Step, at: Reached) => void,
): Reached[] {
  const seen = new Set<string>();
  const all: Reached[] = [];
  const add = (one: Reached, to: Reached[]) => {
    const name = essence(one.world);
    if (seen.has(name)) return;
    seen.add(name);
    all.push(one);
    to.push(one);
  };
  let layer: Reached[] = [];
  for (const world of from) add({ world }, layer);
  for (let i = 0; i < depth; i++) {
    const next: Reached[] = [];
    for (const at of layer)
      for (const act of actsIn(at.world)) {
        const after = acted(at.world, act);
        if (after === undefined || after === at.world) continue;
        each({ act, before: at.world, after }, at);
        add({ world: after, by: act, from: at }, next);
      }
    layer = next;
  }
  return all;
}

/** Whether nothing is left to be done: the last row is deleted, or the contract runs on without an end. */
const isSettled = ({ tenant }: World) =>
  tenant === undefined || (tenant.state === 'open' && tenant.endsAt === undefined);

/**
 * What becomes of a state when nobody decides anything any more, no export goes on, and whatever was started gets on:
 * the reconciler runs at every instant at which anything changes.
 * @param known states whose end is settled; those on the way are added
 * @returns undefined when it comes to an end; else the state in which nothing happens any more
 */
export function endsWell(from: World, known: Set<string>): World | undefined {
  let world = from;
  const way: string[] = [];
  for (let acts = 0; acts < 500; acts++) {
    const name = essence(world);
    if (known.has(name) || isSettled(world)) {
      for (const one of way) known.add(one);
      return undefined;
    }
    way.push(name);
    const next = fairNext(world);
    if (next === undefined) return world;
    world = next;
  }
  return world;
}

/** Every state on the way out that nothing disturbs, to the last row. */
export function fairWay(from: World): World[] {
  const way: World[] = [];
  for (let world: World | undefined = from; world && !isSettled(world); world = fairNext(world))
    way.push(world);
  return way;
}

function fairNext(world: World): World | undefined {
  const one = world.executions.find((execution) => canStep(world, execution));
  if (one) return acted(world, { name: 'step', of: one.name });
  const looked = reconciled(world);
  if (looked !== world) return looked;
  const now = exportsEnd(world) ?? nextInstant({ ...world, exporting: undefined });
  return now === undefined ? undefined : { ...world, now };
}

/** When the last export has to let the purge go on that could begin now; the hours before are all alike. */
function exportsEnd({ tenant, exporting, now }: World): string | undefined {
  if (!tenant?.purgeAt || !exporting || !isPast(tenant.purgeAt, now)) return undefined;
  const end = leaseUntil(tenant, now, Number.POSITIVE_INFINITY, exportStep.takes);
  return end !== undefined && !isPast(end, now) ? end : undefined;
}

/** Past this, nothing depends on an instant any more: a day and a sixth of the window after it. */
const longAgo = -33 * 60 * 60 * 1000;

/** A state, apart from its name in time: equal for states with the same future. */
function essence(world: World): string {
  const { now, tenant, lease, hold, exporting, executions, keyGoneAt } = world;
  const present = Date.parse(now);
  const since = (instant: string | undefined) =>
    instant === undefined ? '' : Math.max(Date.parse(instant) - present, longAgo);
  const epoch = tenant?.epoch ?? lease?.epoch ?? 0;
  const attempt = lease?.attempt ?? 0;
  const window =
    tenant?.purgeAt && tenant.endedAt ? Date.parse(tenant.purgeAt) - Date.parse(tenant.endedAt) : 0;
  const parts = [
    world.version,
    world.secrets,
    world.rows,
    world.attested,
    since(keyGoneAt),
    tenant &&
      [tenant.state, since(tenant.endsAt), since(tenant.purgeAt), window, since(tenant.heldUntil)].join(),
    lease &&
      [
        lease.epoch - epoch,
        since(lease.until),
        since(lease.look),
        lease.noticed,
        since(lease.noticedAt),
        lease.counted,
        lease.verified,
      ].join(),
    hold && [since(hold.setAt), since(hold.until), hold.noticed, since(hold.look)].join(),
    exporting && [exporting.epoch - epoch, since(exporting.until)].join(),
  ];
  for (const one of executions) {
    const { machine, next, named, died, read, version } = one;
    if (tenant?.epoch !== one.epoch || (lease?.epoch === one.epoch && lease.attempt > one.attempt)) {
      // Whatever it does next, it finds out that it was superseded.
      parts.push(isOver(one) && typeof next !== 'object' ? '' : `superseded ${machine}`);
      continue;
    }
    // What has ended and is nobody's any more has no future.
    if (isOver(one) && typeof next !== 'object' && !(next === 'failed' && lease?.attempt === one.attempt))
      continue;
    parts.push(
      [
        machine,
        one.epoch - epoch,
        one.attempt - attempt,
        version,
        typeof next === 'object' ? `${next.task}${next.waits}` : next,
        typeof next === 'object' && next.waits ? since(named) : '',
        since(died),
        read && [read.tenant.epoch - epoch, since(read.at), since(read.tenant.heldUntil)].join(),
        lease?.execution === one.name,
        /copy/.test(one.name),
      ].join(),
    );
  }
  return parts.join('|');
}
