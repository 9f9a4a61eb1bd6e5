import type { Tenant } from '../../domain/members/authority.ts';
import { stateAt, type TenantState } from '../../domain/tenants/tenancy.ts';
import { declaredOf, ruleOf } from '../../model/registry.ts';
import { deploymentTree, ownerOf } from '../../model/tables.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { absent, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { count } from '../../platform/observability/log.ts';

export { decideAgain, unlessLost } from '../../platform/dynamodb/lost-race.ts';
export { type NextVersion, nextVersion } from '../../platform/dynamodb/next-version.ts';

/** For whom something is written, as read with this call, and when. */
export interface Occasion {
  /** The tenant as it was read; `deployment` where no tenant is concerned. */
  readonly tenant: Pick<Tenant, 'id' | 'state' | 'epoch' | 'endsAt'> | 'deployment';
  /** The present instant, RFC 3339 UTC. */
  readonly at: string;
}

/** A message that a change causes: the row that makes it due, and the word to whoever sends it. */
export interface Message {
  readonly write: Write;
  /** Tells the sender that it is due; what gets lost here a sweeper finds by the row. */
  readonly announce: () => Promise<void>;
}

/** A write that no rule allows: a bug of ours, never a refusal. It names kinds and states, no ids. */
export class ForbiddenWrite extends Error {
  override readonly name = 'ForbiddenWrite';
}

/**
 * Makes a change true with the messages it causes: all rows or none, and only what may be written. Every row is of a
 * declared kind, lies with the tenant it is written for, and may be created or changed in the state that the tenant
 * is in at this instant. Afterwards the messages are announced, which never fails a change that has happened.
 * @throws ForbiddenWrite, counted, before anything is written
 * @throws Problem, LostRace as `transact` does
 */
export async function commit(
  occasion: Occasion,
  writes: readonly Write[],
  messages: readonly Message[] = [],
): Promise<void> {
  const all = [...writes, ...messages.map(({ write }) => write)];
  for (const write of all) assertAllowed(occasion, write);
  await transact(all);
  await Promise.allSettled(messages.map((message) => message.announce()));
}

/**
 * Writes rows of which the first must not exist yet.
 * @returns whether they were written; false when the first was there already.
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

/** What a write does to a row: `put` where nothing says whether it was there. */
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
