import { isPast } from '../instant.ts';
import { canBeConfirmed, checkTwoAdmins, type Person } from '../members/two-persons.ts';
import { Problem } from '../problems.ts';
import { type Role, stateAt, type Tenancy } from './tenancy.ts';

/** A contract, as far as its end is concerned. */
export interface Contract extends Tenancy {
  /** The end that the operator agreed to or set. */
  readonly agreedEndsAt?: string | undefined;
  /** The end that one admin requested and a second has to confirm; without `endsAt`, as soon as it is confirmed. */
  readonly pendingTermination?:
    | { readonly by: string; readonly at: string; readonly endsAt?: string | undefined }
    | undefined;
}

/** The result of setting an end: the contract ends now, at a date, or once a second admin confirms. */
export type EndStep =
  | { readonly step: 'end' }
  | { readonly step: 'fix'; readonly endsAt: string }
  | { readonly step: 'request' };

/**
 * Decides what happens when someone sets the end of a contract. The operator decides alone; admins need two, and can
 * only choose an earlier end than the one agreed with the operator.
 * @param endsAt when; absent: now.
 * @throws Problem `conflict` when the contract has ended, `invalid-request` or `forbidden` for the instant
 */
export function settingEnd(
  contract: Contract,
  roles: readonly Role[],
  endsAt: string | undefined,
  now: string,
): EndStep {
  mustRun(contract, now);
  if (endsAt !== undefined && isPast(endsAt, now))
    throw new Problem('invalid-request', { errors: [{ pointer: '/endsAt', detail: 'lies in the past' }] });
  if (roles.includes('operator')) return endsAt === undefined ? { step: 'end' } : { step: 'fix', endsAt };
  mustBeEarlier(contract, endsAt);
  return { step: 'request' };
}

/**
 * Decides what happens when an admin confirms the end that another requested. An end whose date has passed meanwhile
 * takes effect now.
 * @param admins who requested it, as they are now, and who confirms it.
 * @param endsAt the end that is confirmed; absent: as soon as it is confirmed.
 * @throws Problem `conflict` when nothing waits for confirmation, any more or with this end; as `checkTwoAdmins` does
 */
export function confirmingEnd(
  contract: Contract,
  admins: { readonly requester: Person | undefined; readonly confirmer: Person },
  endsAt: string | undefined,
  now: string,
): Exclude<EndStep, { step: 'request' }> {
  mustRun(contract, now);
  const pending = contract.pendingTermination;
  if (!pending || !canBeConfirmed(pending.at, now))
    throw new Problem('conflict', { detail: 'no end waits for confirmation' });
  if (pending.endsAt !== endsAt) throw new Problem('conflict', { detail: 'another end was requested' });
  checkTwoAdmins(admins.requester, admins.confirmer, now);
  mustBeEarlier(contract, pending.endsAt);
  return pending.endsAt === undefined || isPast(pending.endsAt, now)
    ? { step: 'end' }
    : { step: 'fix', endsAt: pending.endsAt };
}

/** The result of undoing an end: a contract that had ended is reinstated, or an end that was only set is dropped. */
export interface Undoing {
  readonly step: 'reinstate' | 'drop';
  /** The end that remains: the agreed one, when admins undo their own. */
  readonly endsAt: string | undefined;
}

/**
 * Decides what happens when someone undoes the end of a contract. The operator can undo every end; one admin suffices
 * to undo what admins requested or set, and then the end agreed with the operator applies again.
 * @throws Problem `conflict` when there is nothing to undo, or it cannot be undone any more; `forbidden` for the
 * operator's end
 */
export function undoingEnd(contract: Contract, roles: readonly Role[], now: string): Undoing {
  const state = stateAt(contract, now);
  if (state === 'purging' || state === 'purged')
    throw new Problem('conflict', { detail: 'the purge has begun' });
  const { endsAt, agreedEndsAt, pendingTermination } = contract;
  if (endsAt === undefined && !pendingTermination) throw new Problem('conflict', { detail: 'no end is set' });
  const step = state === 'retrieval' ? 'reinstate' : 'drop';
  if (roles.includes('operator')) return { step, endsAt: undefined };
  if (!pendingTermination && endsAt === agreedEndsAt)
    throw new Problem('forbidden', { detail: 'the operator set this end' });
  if (agreedEndsAt !== undefined && isPast(agreedEndsAt, now))
    throw new Problem('conflict', { detail: 'the agreed end has come as well' });
  return { step, endsAt: agreedEndsAt };
}

/**
 * Until when an admin can reinstate a contract that has ended, by the rules of `undoingEnd`; undefined when only the
 * operator can.
 */
export function adminsReinstateUntil(
  { endsAt, agreedEndsAt }: Contract,
  purgeAt: string,
): string | undefined {
  if (agreedEndsAt === undefined) return purgeAt;
  if (endsAt === agreedEndsAt) return undefined;
  return isPast(agreedEndsAt, purgeAt) ? agreedEndsAt : purgeAt;
}

function mustRun(contract: Contract, now: string): void {
  const state = stateAt(contract, now);
  if (state !== 'open' && state !== 'provisioning')
    throw new Problem('conflict', { detail: 'the contract has ended' });
}

function mustBeEarlier({ agreedEndsAt }: Contract, endsAt: string | undefined): void {
  if (endsAt !== undefined && agreedEndsAt !== undefined && !isPast(endsAt, agreedEndsAt))
    throw new Problem('forbidden', { detail: 'only the operator moves an end to later' });
}
