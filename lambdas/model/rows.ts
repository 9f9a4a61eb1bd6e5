import type { Category } from '../domain/catalogue/category.ts';
import type { Notice } from '../domain/catalogue/notice.ts';
import type { Organisation } from '../domain/catalogue/organisation.ts';
import type { Tenant } from '../domain/members/authority.ts';
import type { Role } from '../domain/tenants/tenancy.ts';
import type { Language } from '../domain/values.ts';
import type { Key } from './key-registry.ts';
import type { Listed } from './listed.ts';

export type * from './consent-rows.ts';

/*
 * What the rows of Vault hold beside their keys. `sealed` is an envelope: its use and kind are named here, its
 * id and version are the row's. Everything in the clear is an id, a state, a hash or an instant.
 */

/** A member of a tenant. `sealed`: use `tenant`, kind `member`, a `MemberContact`. */
export interface MemberRow {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly organisation?: string | undefined;
  readonly rights: readonly string[];
  readonly since: string;
  readonly version: number;
  /** 256 random bits that stand for this member in the audit log. */
  readonly ref: string;
  readonly sealed?: Uint8Array | undefined;
}
export interface MemberContact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** An operator of the deployment. */
export interface OperatorRow {
  readonly id: string;
  readonly ref: string;
  readonly cursorSecret: Uint8Array;
  readonly since: string;
}

/** A tenant. What every decision may know of it is `Tenant`; the rest is how it came about and is to end. */
export interface TenantRow extends Tenant, Listed {
  /** When its keys were made and it opened; absent while it never did. */
  readonly openedAt?: string | undefined;
  /** The keymaker's run that is making its KMS key, and until when nobody else may. */
  readonly keyClaim?: string | undefined;
  readonly keyClaimedUntil?: string | undefined;
  /** The end that was agreed with the operator, or set by them; admins can only have an earlier one. */
  readonly agreedEndsAt?: string | undefined;
  readonly pendingTermination?: PendingTermination | undefined;
  readonly endReason?: string | undefined;
}

/** An end of the contract that one admin asked for and a second has to confirm; stands on the tenant's row. */
export interface PendingTermination {
  /** The admin who asked, by member id. */
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** When it is to end; absent: as soon as it is confirmed. */
  readonly endsAt?: string | undefined;
}

export interface OrganisationRow {
  readonly id: string;
  readonly since: string;
  readonly version: number;
  readonly content: Organisation;
}
export interface CategoryRow {
  readonly id: string;
  readonly since: string;
  readonly version: number;
  readonly content: Category;
}
/** The newest version of a notice. */
export interface NoticeRow {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly at: string;
}
export interface NoticeVersionRow extends NoticeRow {
  readonly content: Notice;
}

/** One of each shard: without it, or with another state, no individual is created there. */
export interface FenceRow {
  readonly state: 'open' | 'closed';
  readonly epoch: number;
}

/** From a keyed hash of the tenant's own reference, or of an address, to the individual. */
export interface PointerRow {
  readonly individual: string;
}

/** An individual. `sealed`: use `contact`, kind `individual`, id theirs, version `contactVersion`. */
export interface IndividualRow {
  readonly id: string;
  readonly state: 'active' | 'restricted' | 'erasing';
  /** Moved by restriction, erasure and freeze; every write below the individual checks it. */
  readonly gate: number;
  readonly version: number;
  /** Moved by every new ask, so that the same ask made twice at once meets itself. */
  readonly asks: number;
  readonly createdAt: string;
  readonly language: Language;
  readonly contactVersion: number;
  readonly contactSetAt: string;
  readonly contactSetBy: 'tenant' | 'individual';
  /** Since the first confirmed session only the individual changes their address. */
  readonly contactOwned: boolean;
  /** No ask goes out before; set by a change of address. */
  readonly quietUntil?: string | undefined;
  readonly referenceHash: string;
  readonly addressHash: string;
  /** When codes were sent within the last hour: three at most. */
  readonly codesSentAt?: readonly string[] | undefined;
  /** When links were asked for anew within the last hour: three at most. */
  readonly linksSentAt?: readonly string[] | undefined;
  /** The synthetic individual of its shard; has no contact, its `sealed` is of use `canary`, kind `canary`. */
  readonly canary?: true | undefined;
  readonly sealed: Uint8Array;
}
export interface Contact {
  readonly reference: string;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly name?: string | undefined;
}

/** A record. `sealed`: use `record`, kind `record`, a `RecordContent`. */
export interface RecordRow {
  readonly id: string;
  readonly version: number;
  readonly sealed: Uint8Array;
}

/** A link; its key is the hash of its secret. */
export interface LinkRow {
  readonly kind: 'request' | 'standing';
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  readonly endsAt: string;
  /** Set by the confirmed decision it led to. */
  readonly usedAt?: string | undefined;
  readonly expiresAt: number;
}

/** A session; its key is the hash of its secret. */
export interface SessionRow {
  readonly level: 'link' | 'standing' | 'confirmed';
  readonly link: string;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  readonly language: Language;
  readonly startedAt: string;
  readonly endsAt: string;
  readonly extensions: number;
  /** The code sent for this session: its hash under this session's hash; minted by the notifier. */
  readonly code?:
    | {
        readonly hash: string;
        readonly endsAt: string;
        readonly tries: number;
        /** The mail it was made for. */
        readonly mail: string;
      }
    | undefined;
  readonly expiresAt: number;
}

/** Mail that is due; deleted once it is sent. Holds ids only: what it says is made when it is sent. */
export interface MailRow extends Partial<Listed> {
  readonly id: string;
  readonly kind: MailKind;
  readonly tenant: string;
  readonly individual?: string | undefined;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  /** Hash of the session that a code is for. */
  readonly session?: string | undefined;
  /** The member it goes to; absent for a tenant's mail: every admin. */
  readonly member?: string | undefined;
  /** Where it goes if not to the present address: use `contact`, kind `mail`, version 1, `{email}`. */
  readonly sealed?: Uint8Array | undefined;
  /** How long the standing link in it lives: as long as its consent, whose end the notifier cannot open. */
  readonly linkEndsAt?: string | undefined;
  /** Leaf hash of what it tells of, for mails that are receipts. */
  readonly leaf?: string | undefined;
  readonly dueAt: string;
  /** Until then one notifier is at it; how often one has been. */
  readonly claimedUntil?: string | undefined;
  readonly attempts?: number | undefined;
  readonly expiresAt: number;
}

export type MailKind =
  /** To an individual: someone asks; mints a link. */
  | 'request'
  | 'reminder'
  /** A fresh link for what is still open. */
  | 'link'
  /** The six-digit code of a session. */
  | 'code'
  /** Receipt of a grant, with the standing link that can only end it. */
  | 'granted'
  | 'refused'
  | 'withdrawn'
  /** To the address an individual had before. */
  | 'contact-changed'
  /** To a tenant's admins. */
  | 'contract-end-asked'
  | 'contract-end-set'
  | 'contract-ended'
  | 'contract-reinstated'
  | 'purge-near';

/** A row read from a table, as what its kind says it holds. */
export function as<T>(row: Key & Record<string, unknown>): Key & T {
  return row as unknown as Key & T;
}
