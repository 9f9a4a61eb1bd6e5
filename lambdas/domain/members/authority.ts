import type { TenantProfile } from '../tenants/profile.ts';
import type { Role, Tenancy } from '../tenants/tenancy.ts';
import type { Language } from '../values.ts';

/** The part of a tenant that decisions may depend on; it is known without opening anything. */
export interface Tenant extends Tenancy {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly languages: readonly Language[];
  readonly helpPhone: string;
  /** How it presents itself to individuals, once an admin has said so. */
  readonly profile?: TenantProfile | undefined;
  readonly createdAt: string;
  readonly version: number;
  readonly endedAt?: string | undefined;
  readonly purgeAt?: string | undefined;
  /**
   * Until when a legal hold stops the purge, or did: an RFC 3339 UTC instant with milliseconds. The hold itself is a
   * row of its own.
   */
  readonly heldUntil?: string | undefined;
  /** ARN of the tenant's own KMS key, once it is made. */
  readonly kmsKey?: string | undefined;
  /** The secret that seals list cursors, so that nobody can forge a position. */
  readonly cursorSecret: Uint8Array;
}

/** A member, or an operator acting on a tenant, as read with this call. */
export interface MemberAuthority {
  readonly kind: 'member';
  /** SHA-256 of issuer and subject. */
  readonly principal: string;
  /** 256 random bits that stand for this member in the audit log. */
  readonly ref: string;
  readonly roles: readonly Role[];
  readonly organisation?: string | undefined;
  readonly rights: readonly string[];
  /** Absent for operations on the deployment itself. */
  readonly tenant?: Tenant | undefined;
  readonly cursorSecret: Uint8Array;
}

/** The individual in a session opened by a link. */
export interface SessionAuthority {
  readonly kind: 'session';
  readonly level: 'link' | 'standing' | 'confirmed';
  readonly tenant: Tenant;
  readonly individual: string;
  /** Hash of the session's secret: the key of its row. */
  readonly session: string;
  /** The value expected in `X-CSRF-Token`. */
  readonly csrf: string;
  readonly endsAt: string;
  readonly extensions: number;
  readonly language: Language;
  /** Hash of the link this session came from. */
  readonly link: string;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
}

/**
 * The caller of a verified token, of whom nothing else was read: the operation reads and judges their authority
 * itself.
 */
export interface BearerAuthority {
  readonly kind: 'bearer';
  /** SHA-256 of issuer and subject. */
  readonly principal: string;
}

export type Authority = { readonly kind: 'public' } | BearerAuthority | MemberAuthority | SessionAuthority;
