/*
 * The steps of retention and purge, as they are to act on a `World`: what they read and write, with the decisions left
 * to the rules of lambdas/domain.
 */
import { isPast } from '../../../lambdas/domain/instant.ts';
import type { Tenant } from '../../../lambdas/domain/members/authority.ts';
import { isDue, isHeld, noticeDue, purgeBeginsAt, wakesAt } from '../../../lambdas/domain/retention/due.ts';
import {
  attemptAfter,
  claimOf,
  lastsUntil,
  startsWithin,
  stepSeconds,
} from '../../../lambdas/domain/retention/lease.ts';
import type { TenantState } from '../../../lambdas/domain/tenants/tenancy.ts';
import { type Execution, type HeldLease, placed, started, type World } from './world.ts';

export interface Answer {
  readonly world: World;
  readonly outcome: string;
  readonly wakes?: string;
}

interface Leased extends World {
  readonly tenant: Tenant;
  readonly lease: HeldLease;
}

type Act = (world: Leased, execution: Execution) => Answer;
interface StepModel {
  readonly states: readonly TenantState[];
  readonly act: Act;
}

export const seconds = (instant: string, count: number) =>
  new Date(Date.parse(instant) + count * 1000).toISOString();
const day = 24 * 60 * 60;
const leave = (world: World): Answer => ({ world, outcome: 'leave' });
const says = (world: World, outcome: string): Answer => ({ world, outcome });

/** Whether an export puts off the purge at an instant. */
const isExporting = ({ exporting }: World, at: string) =>
  exporting !== undefined && !isPast(exporting.until, at);

const mayBegin = (world: Leased) =>
  !isHeld(world.tenant, world.now) && isDue(world.tenant, world.lease, world.now);

const steps: Readonly<Record<string, StepModel>> = {
  'retention.schedule': { states: ['retrieval'], act: (world) => says(world, 'scheduled') },
  'retention.check': { states: ['retrieval'], act: check },
  'retention.notify': { states: ['retrieval'], act: notify },
  'retention.probe': { states: ['retrieval'], act: (world) => says(world, 'probed') },
  'retention.begin': {
    states: ['retrieval'],
    act: (world) => (mayBegin(world) ? says(attemptTaken(world), 'begin') : leave(world)),
  },
  'purge.envelope': {
    states: ['retrieval', 'purging', 'purged'],
    act: (world) =>
      world.tenant.state !== 'retrieval' || mayBegin(world) ? says(world, 'sealed') : leave(world),
  },
  'purge.commit': { states: ['retrieval', 'purging', 'purged'], act: commit },
  'purge.shred': {
    states: ['purging'],
    act: (world) =>
      says(
        { ...world, secrets: false, keyGoneAt: world.keyGoneAt ?? seconds(world.now, 7 * day) },
        'shredded',
      ),
  },
  'purge.expire': {
    states: ['purging'],
    act: (world) =>
      says(
        world.lease.counted ? world : { ...world, rows: 'expired', lease: { ...world.lease, counted: true } },
        'expired',
      ),
  },
  'purge.sweep': {
    states: ['purging'],
    act: (world) => says({ ...world, rows: 'gone', hold: undefined, exporting: undefined }, 'swept'),
  },
  'purge.verify': {
    states: ['purging'],
    act: (world) =>
      world.rows === 'gone'
        ? says({ ...world, lease: { ...world.lease, verified: true } }, 'verified')
        : says(world, 'residue'),
  },
  'purge.attest': { states: ['purging', 'purged'], act: attest },
  'purge.deliver': { states: ['purged'], act: (world) => says(world, 'sent') },
  'purge.key': { states: ['purged'], act: askForKey },
  'purge.attest-finally': {
    states: ['purged'],
    act: (world) => says({ ...world, attested: 2 }, 'attested'),
  },
  'purge.deliver-finally': { states: ['purged'], act: (world) => says(world, 'sent') },
  'purge.finish': {
    states: ['purged'],
    act: (world) => says({ ...world, tenant: undefined, lease: undefined }, 'finished'),
  },
};

/** Does one step of an execution, without moving it. */
export function answered(world: World, task: string, execution: Execution): Answer {
  if (execution.version !== world.version) return says(world, 'invalid-input');
  const step = steps[task];
  if (!step) throw new Error(`no model of ${task}`);
  const { tenant, lease } = world;
  const { epoch, attempt } = execution;
  // The answer that named the purge was lost: it is still the same.
  if (
    task === 'retention.begin' &&
    lease?.epoch === epoch &&
    lease.attempt === attempt + 1 &&
    lease.execution === undefined
  )
    return says(world, 'begin');
  if (!tenant || tenant.epoch !== epoch) return leave(world);
  const claim = claimOf(lease, epoch, attempt);
  if (claim === 'superseded') return leave(world);
  if (!['retrieval', 'purging', 'purged'].includes(tenant.state)) return leave(world);
  const until = lastsUntil(lease, claim, execution.name, seconds(world.now, stepSeconds));
  const taken = placed(tenant, {
    ...(lease?.epoch === epoch && lease),
    epoch,
    attempt,
    until,
    execution: execution.name,
  });
  const leased: Leased = { ...world, tenant, lease: taken };
  return step.states.includes(tenant.state) ? step.act(leased, execution) : leave(leased);
}

/** Takes the lease for the next attempt. */
export function attemptTaken(world: World): World {
  const { tenant, lease, now } = world;
  if (!tenant) return world;
  const { epoch } = tenant;
  const next = {
    ...(lease?.epoch === epoch && lease),
    epoch,
    attempt: attemptAfter(lease, epoch),
    until: seconds(now, startsWithin),
    execution: undefined,
  };
  return { ...world, lease: placed(tenant, next) };
}

/** Starts the purge for which a step took the lease. */
export const purgeStarted = (world: World, { epoch, attempt }: Execution): World =>
  started(world, 'purge', epoch, attempt + 1);

function check(world: Leased): Answer {
  const { tenant, lease, now } = world;
  if (isHeld(tenant, now)) return leave(world);
  const begins = purgeBeginsAt(tenant, lease);
  if (begins !== undefined && isPast(begins, now) && isDue(tenant, lease, now))
    return isExporting(world, now) ? leave(world) : says(world, 'due');
  const wakes = wakesAt(tenant, lease, now);
  const waiting = placed(tenant, { ...lease, until: seconds(wakes, stepSeconds) });
  return { world: { ...world, lease: waiting }, outcome: 'wait', wakes };
}

function notify(world: Leased): Answer {
  const { tenant, lease, now, promised } = world;
  const noticed = noticeDue(tenant, lease, now);
  if (noticed === undefined) return says(world, 'none-due');
  return says(
    {
      ...world,
      lease: { ...lease, noticed, noticedAt: lease.noticedAt ?? now },
      promised: { ...promised, firstNoticeAt: promised.firstNoticeAt ?? now },
    },
    'noticed',
  );
}

/** The point of no return: what it decides on is read, and is the condition of what it writes. */
function commit(world: Leased, { read }: Execution): Answer {
  const { tenant, lease, now } = world;
  if (tenant.state === 'purged') return says(world, 'attested');
  if (tenant.state === 'purging') return says(world, 'committed');
  const before = read?.tenant ?? tenant;
  const at = read?.at ?? now;
  if (isHeld(before, at) || !isDue(before, lease, at) || (!read && isExporting(world, at)))
    return leave(world);
  const asRead = tenant.epoch === before.epoch && tenant.purgeAt === before.purgeAt;
  if (!asRead || isHeld(tenant, at) || isExporting(world, at)) return says(world, 'moved');
  return says(
    {
      ...world,
      tenant: { ...tenant, state: 'purging', version: tenant.version + 1 },
      ledger: world.ledger + 1,
    },
    'committed',
  );
}

function attest(world: Leased): Answer {
  const { tenant, lease } = world;
  if (tenant.state === 'purged') return says(world, 'attested');
  if (!lease.counted || !lease.verified) throw new Error('nothing was counted or verified');
  return says(
    { ...world, tenant: { ...tenant, state: 'purged', version: tenant.version + 1 }, attested: 1 },
    'attested',
  );
}

function askForKey(world: Leased): Answer {
  const { tenant, lease, now, keyGoneAt } = world;
  if (keyGoneAt === undefined || isPast(keyGoneAt, now)) return says(world, 'gone');
  const wakes = seconds(keyGoneAt, 60 * 60);
  const waiting = placed(tenant, { ...lease, until: seconds(wakes, stepSeconds) });
  return { world: { ...world, lease: waiting }, outcome: 'wait', wakes };
}
