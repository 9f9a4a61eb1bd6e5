import { isPast } from '../instant.ts';

/**
 * The lease that lets one execution at a time act on a tenant: the one whose epoch and attempt it names. The name of
 * an execution would not suffice: a used name is blocked for 90 days only, and only in one state machine.
 */
export interface Lease {
  readonly epoch: number;
  readonly attempt: number;
  /** RFC 3339 UTC. After it, another attempt may take over even if the execution seems to run. */
  readonly until: string;
  /** ARN of the execution that acts, once its first step has run. */
  readonly execution?: string | undefined;
  /** How many days before the purge the last notice to the admins was for. */
  readonly noticed?: number | undefined;
  /** When the first notice to the admins was made due. */
  readonly noticedAt?: string | undefined;
  /** The step that acts, by the name of its task, or `atRest`, and since when. */
  readonly step?: string | undefined;
  readonly since?: string | undefined;
  /** When the execution wakes next, if it waits. */
  readonly next?: string | undefined;
  /** Why the step failed since it got on, if it did. */
  readonly fault?: Fault | undefined;
  /** The last part of the attestation that was mailed. */
  readonly delivered?: number | undefined;
}

/** Stands in place of a step while a purge is done but for individuals who are held, and nobody acts. */
export const atRest = 'held';

/** A failure of a step. */
interface Fault {
  /** Class of the last error. */
  readonly code: string;
  readonly at: string;
  /** How often the step failed since it got on. */
  readonly tries: number;
}

/**
 * For how long a step takes the lease, in seconds: longer than a try of it that times out, the longest wait before
 * the next try, and that try. So between two tries nobody else finds the lease over.
 */
export const stepSeconds = 60 * 60;

/**
 * Seconds in which an execution whose attempt was taken has its first step behind it, the tries of the step before
 * and of the start included; less than the reconciler's hour.
 */
export const startsWithin = 50 * 60;

/** Whether an attempt may take the lease, has it already, or was superseded by a later attempt. */
export type Claim = 'take' | 'renew' | 'superseded';

/** Compares an attempt with the lease. */
export function claimOf(lease: Lease | undefined, epoch: number, attempt: number): Claim {
  if (!lease || lease.epoch < epoch) return 'take';
  if (lease.epoch > epoch || lease.attempt > attempt) return 'superseded';
  return lease.attempt < attempt ? 'take' : 'renew';
}

/**
 * Until when a lease lasts that is taken or renewed for a step: at least until `atLeast`. A renewal by the execution
 * that has it never shortens it, so that a lease which was made to last through a wait still does after the steps
 * before that wait.
 */
export function lastsUntil(
  lease: Lease | undefined,
  claim: Claim,
  execution: string | undefined,
  atLeast: string,
): string {
  const renewed = claim === 'renew' && lease?.execution === execution ? lease?.until : undefined;
  return renewed !== undefined && isPast(atLeast, renewed) ? renewed : atLeast;
}

/**
 * The attempt after all that are known. The first attempt is started by whoever ended the contract, with whose end the
 * lease names it; so without a lease of this epoch the next one is the second.
 */
export function attemptAfter(lease: Lease | undefined, epoch: number): number {
  return lease?.epoch === epoch ? lease.attempt + 1 : 2;
}
