import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { isHeld } from '../../domain/retention/due.ts';
import { startsWithin, stepSeconds } from '../../domain/retention/lease.ts';
import { dueKept, type KeptSetRow, keptSetRow, setOfKept } from '../../model/kept-rows.ts';
import { listed } from '../../model/row.ts';
import { ownerOf } from '../../model/tables.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import { isAlive } from '../erasure/individual-lease.ts';
import { dueRows } from '../retention/due-tenants.ts';
import type { WorkflowInput } from '../retention/executions.ts';
import { type Attempt, leaseRace } from '../retention/lease.ts';
import type { Outcome, Run } from '../retention/step.ts';
import { tenantOf } from '../tenants/tenants.ts';

/** A kept set that is to go, and its tenant, as just read. */
export interface SetLeased {
  readonly tenant: Tenant;
  readonly set: KeptSetRow;
}

/** One page of the kept sets whose day has come, and where the next page starts. The index may lag by a moment. */
export async function keptDue(at: string, start?: Record<string, string>) {
  const { rows, next } = await dueRows(dueKept, at, start);
  const due = rows.flatMap((row) => {
    const tenant = ownerOf(row.pk);
    return tenant === undefined ? [] : [{ tenant, set: setOfKept(row) }];
  });
  return { due, next };
}

/** Reads a kept set and its tenant, consistently; undefined when either is gone. */
export async function setAndTenant(id: string, set: string): Promise<SetLeased | undefined> {
  const found = await readNamed({ tenant: tenantRow.at(id), set: keptSetRow.at(id, set) });
  const row = keptSetRow.from(found.set);
  return found.tenant && row && { tenant: tenantOf(found.tenant), set: row };
}

/**
 * Why a set may not be removed; undefined when it may. Once its key is gone, nothing is left that a legal hold could
 * keep.
 */
export function whyItStays({ tenant, set }: SetLeased, at: string): string | undefined {
  if (!isAlive(tenant)) return tenant.state;
  if (set.listPk === undefined) return 'not committed';
  if (set.shreddedAt !== undefined) return undefined;
  if (!isPast(set.until, at)) return 'waiting';
  return isHeld(tenant, at) ? 'held' : undefined;
}

/**
 * The writes that change a set as it was read, in the state of its tenant as it was read: a purge that commits ends it,
 * and a legal hold puts it off. They lose the race `lease` otherwise.
 */
export function setChange({ tenant, set }: SetLeased, change: Partial<KeptSetRow>): Write[] {
  const next = { ...set, ...change };
  const place = listed(dueKept, next.leasedUntil ?? next.until, set.id);
  return [asRead(tenant), keptSetRow.put([tenant.id, set.id], { ...next, ...place }, guardOf(set))];
}

/** The write that removes the row of a set, on the same conditions. */
export function setRemoval({ tenant, set }: SetLeased): Write[] {
  return [asRead(tenant), keptSetRow.remove([tenant.id, set.id], guardOf(set))];
}

const race = { race: leaseRace };
const asRead = ({ id, state, epoch, heldUntil }: Tenant) =>
  tenantRow.check([id], unchanged({ state, epoch, heldUntil }), race);
const guardOf = ({ until, attempt }: KeptSetRow) => ({ if: unchanged({ until, attempt }), else: race });

/** Takes the lease for the next attempt at a set that may go; undefined when somebody has it, or was faster. */
export async function nextSetAttempt(
  found: SetLeased,
  at: string,
): Promise<(WorkflowInput & { readonly individual: string }) | undefined> {
  const { tenant, set } = found;
  // The index may lag: the row says whether anybody acts, and until when.
  if (set.leasedUntil !== undefined && !isPast(set.leasedUntil, at)) return undefined;
  const attempt = (set.attempt ?? 0) + 1;
  const change = { attempt, leasedUntil: after(at, startsWithin) };
  const taken = await unlessLost(leaseRace, () => commit({ tenant, at }, setChange(found, change)));
  if (taken === 'lost') return undefined;
  return { v: 1, tenant: tenant.id, epoch: tenant.epoch, attempt, individual: set.id };
}

/** The attempt to remove a kept set: a workflow's, with the set in the place of the individual. */
export type SetAttempt = Attempt & { readonly individual: string };

/**
 * Runs a step of the removal of a kept set if its attempt has the lease and the set may go; otherwise the execution
 * leaves. A step that loses the lease while it runs starts again, and then finds out why.
 */
export async function withSet(
  { tenant: id, individual, attempt }: SetAttempt,
  { at }: Run,
  act: (leased: SetLeased) => Promise<Outcome>,
): Promise<Outcome> {
  for (;;) {
    const found = await setAndTenant(id, individual);
    if (!found) return { outcome: 'leave', reason: 'gone' };
    const why = (found.set.attempt ?? 0) > attempt ? 'superseded' : whyItStays(found, at);
    if (why !== undefined) return { outcome: 'leave', reason: why };
    const lease = { attempt, leasedUntil: after(at, stepSeconds) };
    const { tenant, set } = found;
    const outcome = await unlessLost(leaseRace, async () => {
      await commit({ tenant, at }, setChange(found, lease));
      return act({ tenant, set: { ...set, ...lease } });
    });
    if (outcome !== 'lost') return outcome;
  }
}
