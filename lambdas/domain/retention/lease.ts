/**
 * What lets one execution at a time act on a tenant: the one whose epoch and attempt stand in it. The name of an
 * execution would not do: a used name is blocked for 90 days only, and for one state machine only.
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
  /** The last part of the attestation that was mailed. */
  readonly delivered?: number | undefined;
}

/** What an attempt may do: take the lease, renew it, or nothing because a later attempt has it. */
export type Claim = 'take' | 'renew' | 'superseded';

/** Whether an attempt has the lease already, may take it, or was superseded by a later one. */
export function claimOf(lease: Lease | undefined, epoch: number, attempt: number): Claim {
  if (!lease || lease.epoch < epoch) return 'take';
  if (lease.epoch > epoch || lease.attempt > attempt) return 'superseded';
  return lease.attempt < attempt ? 'take' : 'renew';
}

/**
 * The attempt that comes after all that are known. The first belongs to whoever ended the contract, who takes no
 * lease: so one that finds none is the second.
 */
export function attemptAfter(lease: Lease | undefined, epoch: number): number {
  return lease?.epoch === epoch ? lease.attempt + 1 : 2;
}
