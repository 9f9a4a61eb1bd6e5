import { attestationSalt, saltedPerson } from '../../crypto/keyed-hash.ts';
import { hoursToUndo } from '../../domain/erasure/undoing.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { restricting } from '../../domain/people/restriction.ts';
import { Problem } from '../../domain/problems.ts';
import type { ErasureRow } from '../../model/erasure-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newId } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { erasureChange } from '../erasure/individual-row.ts';
import { dueMail } from '../mail/due-mail.ts';
import { fenceOf, gateMoved, type KeyedIndividual } from './individuals.ts';

/** An individual and their erasure, as read, and who acts when. */
export interface ErasureAct {
  readonly tenant: Tenant;
  readonly keyed: KeyedIndividual<never>;
  readonly erasure: ErasureRow | undefined;
  readonly at: string;
  /** The member's reference in the audit log; absent when the individual acts. */
  readonly actorRef?: string | undefined;
  /** The race that is lost when anything has changed since it was read. */
  readonly race: string;
}

/**
 * The condition that no legal hold is on the individual.
 * @throws Problem `conflict`, with the transaction, when there is one
 */
function notHeld({ tenant, keyed }: ErasureAct): Write {
  const held = new Problem('conflict', { detail: 'a legal hold keeps the data of this individual' });
  return holdRow.check([tenant.id, keyed.row.id], absent, held);
}

/** Notes that an admin requests an erasure: nothing is locked before a second one confirms it. */
export async function requestErasure(act: ErasureAct, requestedBy: string): Promise<ErasureRow> {
  const next: ErasureRow = { ...begun(act, 'tenant'), state: 'requested', requestedBy };
  await write(act, next, 'erasure.requested', [
    notHeld(act),
    fenceOf(act.tenant.id, act.keyed.row, { race: act.race }),
  ]);
  return next;
}

/**
 * Begins an erasure: the data are locked at once, it can be undone for 72 hours, and the individual is told by mail.
 * The id of the attestation to come is made here.
 */
export async function beginErasure(act: ErasureAct, by: ErasureRow['by']): Promise<ErasureRow> {
  const next = begun(act, by);
  const { tenant, keyed, at } = act;
  await write(
    act,
    next,
    'erasure.asked',
    [notHeld(act), locking(act, true)],
    [dueMail({ kind: 'erasure-asked', tenant: tenant.id, individual: keyed.row.id }, at)],
  );
  return next;
}

/** Makes an erasure that two admins began the individual's own: only they can undo it then. */
export async function adoptErasure(act: ErasureAct, erasure: ErasureRow): Promise<ErasureRow> {
  const next: ErasureRow = { ...erasure, by: 'individual' };
  await write(act, next, 'erasure.asked', [fenceOf(act.tenant.id, act.keyed.row, { race: act.race })]);
  return next;
}

/**
 * Undoes an erasure that waits, or drops one that no second admin has confirmed.
 * @throws Problem `conflict` when it cannot be undone any more
 */
export async function undoErasure(act: ErasureAct, erasure: ErasureRow): Promise<ErasureRow> {
  const next: ErasureRow = { ...erasure, state: 'undone' };
  const { tenant, keyed, at } = act;
  const wasLocked = erasure.state === 'waiting';
  await write(
    act,
    next,
    'erasure.undone',
    [wasLocked ? locking(act, false) : fenceOf(tenant.id, keyed.row, { race: act.race })],
    wasLocked ? [dueMail({ kind: 'erasure-undone', tenant: tenant.id, individual: keyed.row.id }, at)] : [],
  );
  return next;
}

function begun({ keyed, erasure, at }: ErasureAct, by: ErasureRow['by']): ErasureRow {
  const attestation = newId('att');
  const individual = keyed.row.id;
  return {
    individual,
    state: 'waiting',
    by,
    askedAt: at,
    dueAt: after(at, hoursToUndo * 60 * 60),
    attestation,
    person: saltedPerson(attestationSalt(keyed.keys.auditSecret, attestation), individual),
    attempt: erasure?.attempt ?? 0,
  };
}

/** The change of the individual's row that locks or unlocks their data for the erasure. */
function locking({ keyed: { row }, at, race }: ErasureAct, locked: boolean): Write {
  if (row.state === 'erasing') throw new Problem('conflict', { detail: 'this individual is being erased' });
  const change = restricting(row, { at, reason: 'erasure', locked });
  return gateMoved(row, { ...change }, { race }).write;
}

async function write(
  act: ErasureAct,
  next: ErasureRow,
  type: 'erasure.requested' | 'erasure.asked' | 'erasure.undone',
  writes: readonly Write[],
  mails: Parameters<typeof commit>[2] = [],
): Promise<void> {
  const { tenant, keyed, at, actorRef, race } = act;
  const entry = personEntry(keyed.keys, { type, at, actorRef, object: next.attestation });
  await commit({ tenant, at }, [...erasureChange(act, next, race), ...writes, ...entry.writes], mails);
}
