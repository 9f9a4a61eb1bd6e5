import type { Person } from '../domain/members/two-persons.ts';
import { atTenant, rangeOfTenant } from './places.ts';
import { defineRow, defineSeal } from './row.ts';
import { partition } from './tables.ts';

/** A member of a tenant, by their principal's id. */
export interface MemberRow extends Person {
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

export const memberRow = defineRow<MemberRow>()({
  table: 'vault',
  name: 'member',
  families: ['tenant'],
  shape: /^MEMBER#[0-9a-f]{64}$/,
  key: (tenant: string, member: string) => atTenant(tenant, `MEMBER#${member}`),
  write: { create: ['provisioning', 'open', 'retrieval'], change: ['provisioning', 'open', 'retrieval'] },
});
export const memberContact = defineSeal<MemberRow, MemberContact>(
  'tenant',
  'member',
  (row) => row,
  (row) => row.sealed,
);
export const membersOf = (tenant: string) => rangeOfTenant(tenant, 'MEMBER#');

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
