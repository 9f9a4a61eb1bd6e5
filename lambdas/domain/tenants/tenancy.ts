import { isPast } from '../instant.ts';

/** The life of a tenant. `retrieval` is the window after the contract's end; `purged` is final. */
export const tenantStates = ['provisioning', 'open', 'retrieval', 'purging', 'purged'] as const;
export type TenantState = (typeof tenantStates)[number];

export const roles = ['operator', 'admin', 'provider', 'requester', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** What the vault knows of a contract when it decides anything. Instants are RFC 3339 UTC. */
export interface Tenancy {
  readonly state: TenantState;
  /** Moves with every end and reinstatement; a workflow of another epoch stops itself. */
  readonly epoch: number;
  /** The agreed end of the contract, if there is one. */
  readonly endsAt?: string | undefined;
}

/** The state that counts at `now`: an open contract past its end is in retrieval without any job having run. */
export function stateAt(tenancy: Tenancy, now: string): TenantState {
  return tenancy.state === 'open' && tenancy.endsAt !== undefined && isPast(tenancy.endsAt, now)
    ? 'retrieval'
    : tenancy.state;
}

/** No principal may both provide and request in one tenant (who writes data must not profit from reading it). */
export function mayHoldTogether(held: readonly Role[]): boolean {
  return !(held.includes('provider') && held.includes('requester'));
}
