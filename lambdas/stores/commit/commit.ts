import type { Tenant } from '../../domain/members/authority.ts';
import { stateAt, type TenantState } from '../../domain/tenants/tenancy.ts';
import { declaredOf, ruleOf } from '../../model/registry.ts';
import { deploymentTree, ownerOf } from '../../model/tables.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { absent, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { count } from '../../platform/observability/log.ts';
import { tenantFence } from '../tenants/tenants.ts';

export { decideAgain, unlessLost } from '../../platform/dynamodb/lost-race.ts';
export { type NextVersion, nextVersion } from '../../platform/dynamodb/next-version.ts';

/** The tenant that something is written for, as read with this call, and the instant. */
export interface Occasion {
  /** The tenant as it was read; `deployment` where no tenant is concerned. */
  readonly tenant: Pick<Tenant, 'id' | 'state' | 'epoch' | 'endsAt'> | 'deployment';
  /** The present instant, RFC 3339 UTC. */
  readonly at: string;
  /** No attempt to write begins at this instant or later; without it, conflicts alone bound them. */
  readonly until?: string | undefined;
}

/** A message that a change causes: the row that makes it due, and its announcement to the sender. */
export interface Message {
  readonly write: Write;
  /** Announces to the sender that the message is due. If that gets lost, the outbox's sweeper finds the row. */
  readonly announce: () => Promise<void>;
}

/** A write that no rule allows: a bug in Habeas, never a refusal. The message names kinds and states, no ids. */
export class ForbiddenWrite extends Error {
  override readonly name = 'ForbiddenWrite';
}

/**
 * Writes a change together with the messages it causes: all rows or none, and only rows that may be written. Every
 * row is of a declared kind, belongs to the tenant it is written for, and may be created or changed in the state that
 * the tenant has at this instant. Afterwards the messages are announced; a failure of that does not fail the change.
 * @throws ForbiddenWrite before anything is written; it is counted
 * @throws Problem, LostRace as `transact` does
 */
export async function commit(
  occasion: Occasion,
  writes: readonly Write[],
  messages: readonly Message[] = [],
): Promise<void> {
  const all = inOrder(occasion, [...writes, ...messages.map(({ write }) => write)]);
  for (const write of all) assertAllowed(occasion, write);
  await transact(all, occasion.until);
  await Promise.allSettled(messages.map((message) => message.announce()));
}

/**
 * While a contract is in retrieval its purge may commit at any instant, and leave individuals who are held. A write
 * below an individual depends then on the tenant being as it was read: a call that began before the purge writes
 * nothing after it. Before, such writes would only contend for the tenant's row.
 */
function inOrder({ tenant }: Occasion, writes: readonly Write[]): readonly Write[] {
  if (tenant === 'deployment' || tenant.state !== 'retrieval') return writes;
  const keys = writes.filter((write) => !('check' in write)).map(keyOf);
  const isBelow = keys.some(({ sk }) => sk.startsWith('I#'));
  const isOrdered = writes.some((write) => tenantRow.is(keyOf(write)));
  return isBelow && !isOrdered ? [...writes, tenantFence(tenant)] : writes;
}

/**
 * Writes rows if the first of them does not exist yet.
 * @returns whether they were written; false when the first existed already
 */
export async function commitOnce(
  occasion: Occasion,
  [first, ...others]: readonly [Write, ...Write[]],
): Promise<boolean> {
  const race = 'written once';
  return (
    (await unlessLost(race, () =>
      commit(occasion, [{ ...first, if: absent, else: { race } }, ...others]),
    )) !== 'lost'
  );
}

/** The effect of a write on a row; `put` when the write does not say whether the row existed. */
type Effect = 'create' | 'change' | 'put' | 'none';

function effectOf(write: Write): Effect {
  if ('update' in write) return 'change';
  if (!('put' in write)) return 'none';
  if (write.if === undefined) return 'put';
  return write.if.expression.startsWith('attribute_not_exists(pk)') ? 'create' : 'change';
}

function keyOf(write: Write) {
  if ('put' in write) return write.put;
  if ('update' in write) return write.update;
  return 'check' in write ? write.check : write.remove;
}

function assertAllowed({ tenant, at }: Occasion, write: Write): void {
  const key = keyOf(write);
  const kind = declaredOf(write.table, key);
  if (!kind) throw forbidden(`a key of ${write.table} that is not declared`);
  const owner = ownerOf(key.pk);
  const own = tenant === 'deployment' ? deploymentTree : tenant.id;
  if (owner !== undefined && owner !== own) throw forbidden(`${kind.name} of another tenant`);
  const rule = ruleOf(kind);
  const effect = effectOf(write);
  if (!rule || effect === 'none' || tenant === 'deployment') return;
  const state: TenantState = stateAt(tenant, at);
  const allowed = {
    create: rule.create,
    change: rule.change,
    put: [...rule.create, ...rule.change],
  }[effect];
  if (!allowed.includes(state)) throw forbidden(`${effect} ${kind.name} in state ${state}`);
}

function forbidden(what: string): ForbiddenWrite {
  count('ForbiddenWrite');
  return new ForbiddenWrite(what);
}
