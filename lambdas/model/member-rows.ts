import type { Person } from '../domain/members/two-persons.ts';
import type { MailReturn } from '../domain/requests/returned.ts';
import { atTenant, listOfTenant, rangeOfTenant } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';
import { partition } from './tables.ts';

/** A member of a tenant, by their principal's id. */
export interface MemberRow extends Person, Partial<Listed> {
  readonly organisation?: string | undefined;
  readonly rights: readonly string[];
  readonly since: string;
  readonly version: number;
  /** The last mail to the address of this version that did not arrive, or was marked as spam. */
  readonly returned?: { readonly at: string; readonly why: MailReturn } | undefined;
  /** 256 random bits that stand for this member in the audit log. */
  readonly ref: string;
  readonly sealed?: Uint8Array | undefined;
}
type Sealed = Pick<MemberRow, 'id' | 'version' | 'sealed'>;
export interface MemberContact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

export const memberRow = defineRow<MemberRow>()({
  table: 'vault',
  name: 'member',
  families: ['tenant'],
  shape: /^MEMBER#[0-9a-f]{64}$/,
  key: (tenant: string, member: string) => atTenant(tenant, `MEMBER#${member}`),
  write: { create: ['provisioning', 'open', 'retrieval'], change: ['provisioning', 'open', 'retrieval'] },
});
/** The contact of a member, or of one who was that; it is sealed once for both. */
export const memberContact = defineSeal<Sealed, MemberContact>(
  'tenant',
  'member',
  (row) => row,
  (row) => row.sealed,
);
/** The list of a tenant's members, by since when they are that. */
export const memberList = (tenant: string) => listOfTenant(tenant, 'MEMBER#');
export const membersOf = (tenant: string) => rangeOfTenant(tenant, 'MEMBER#');

/** What a member was until an instant: before they were removed, or an admin's role or address was taken from them. */
export interface FormerRow extends Sealed, Pick<MemberRow, 'by' | 'adminSince' | 'adminBy'> {
  readonly until: string;
  readonly expiresAt: number;
}

export const formerRow = defineRow<FormerRow>()({
  table: 'vault',
  name: 'former',
  families: ['tenant'],
  shape: /^FORMER#[0-9a-f]{64}#[0-9TZ:.-]{24}$/,
  key: (tenant: string, member: string, until: string) => atTenant(tenant, `FORMER#${member}#${until}`),
  write: { create: ['open', 'retrieval'], change: [] },
});
export const formersOf = (tenant: string, member: string | undefined) =>
  rangeOfTenant(tenant, member === undefined ? 'FORMER#' : `FORMER#${member}#`);

/** An operator of the deployment, by their principal's id. */
export interface OperatorRow {
  readonly id: string;
  readonly ref: string;
  readonly cursorSecret: Uint8Array;
  readonly since: string;
}

export const operatorRow = defineRow<OperatorRow>()({
  table: 'vault',
  name: 'operator',
  families: ['deployment'],
  shape: /^MEMBER#[0-9a-f]{64}$/,
  key: (member: string) => ({ pk: partition.deployment, sk: `MEMBER#${member}` }),
  write: 'no-tenant',
});
