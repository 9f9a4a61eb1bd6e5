/**
 * The lock of a tenant's workflows: of all executions, the one whose epoch and attempt stand in it may act. The
 * name of an execution is no lock: it is only blocked for 90 days, and another machine has other names.
 */
export interface Lease {
  readonly epoch: number;
  readonly attempt: number;
  /** RFC 3339 UTC. After it, another attempt may take over even if the execution seems to run. */
  readonly until: string;
  /** ARN of the execution that acts, once its first step has run. */
  readonly execution?: string | undefined;
  /** The fewest days before the purge of which the admins have been told. */
  readonly noticed?: number | undefined;
  /** The last part of the attestation that was mailed. */
  readonly delivered?: number | undefined;
}

/** What an execution may do about a lease. */
export type Claim = 'take' | 'renew' | 'superseded';

/** Whether an execution holds the lease already, may take it, or has been overtaken by a later one. */
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
