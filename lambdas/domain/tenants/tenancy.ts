import { isPast } from '../instant.ts';

/** The states of a tenant. `retrieval` is the retrieval window after the contract's end; `purged` is final. */
export const tenantStates = ['provisioning', 'open', 'retrieval', 'purging', 'purged'] as const;
export type TenantState = (typeof tenantStates)[number];

export const roles = ['operator', 'admin', 'provider', 'requester', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** The part of a contract that decisions depend on. Instants are RFC 3339 UTC. */
export interface Tenancy {
  readonly state: TenantState;
  /** Incremented by every end and reinstatement; a workflow of another epoch stops itself. */
  readonly epoch: number;
  /** The agreed end of the contract, if there is one. */
  readonly endsAt?: string | undefined;
}

/** The state at `now`: an open contract past its end is in retrieval even if no job has run. */
export function stateAt(tenancy: Tenancy, now: string): TenantState {
  return tenancy.state === 'open' && tenancy.endsAt !== undefined && isPast(tenancy.endsAt, now)
    ? 'retrieval'
    : tenancy.state;
}

/**
 * Whether mail is sent in a tenant's name, and noted of it: as long as its data are there to be used. Nothing opens an
 * address of a tenant that never had a key; once the purge has begun, only the workflow acts on what is left.
 */
export function takesMail(
  { kmsKey, ...tenancy }: Tenancy & { readonly kmsKey?: string | undefined },
  now: string,
): boolean {
  return kmsKey !== undefined && ['open', 'retrieval'].includes(stateAt(tenancy, now));
}

/** The same of mail to its members, who are told of legal holds as long as individuals are held in a purge, too. */
export function takesMemberMail(
  tenant: Parameters<typeof takesMail>[0] & { readonly heldUntil?: string | undefined },
  now: string,
): boolean {
  const { kmsKey, state, heldUntil } = tenant;
  const held = state === 'purging' && heldUntil !== undefined && !isPast(heldUntil, now);
  return takesMail(tenant, now) || (held && kmsKey !== undefined);
}

/**
 * Whether one principal may have these roles together: who requests in a tenant neither provides, since who writes data
 * must not profit from reading it, nor audits, since the log tells how a consent ended and requesters are not told.
 */
export function mayHoldTogether(held: readonly Role[]): boolean {
  return !(held.includes('requester') && (held.includes('provider') || held.includes('auditor')));
}
