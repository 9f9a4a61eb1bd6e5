import type { Category } from '../domain/catalogue/category.ts';
import type { Notice } from '../domain/catalogue/notice.ts';
import type { Organisation } from '../domain/catalogue/organisation.ts';
import { atTenant, listOfTenant, numbered, rangeOfTenant, written } from './places.ts';
import { defineRow, type Listed } from './row.ts';

/**
 * One definition of a tenant's catalogue (a category or an organisation): under its code the newest version, and each
 * version under its own number, written once, because requests, consents and the log name versions. Versions lie
 * outside the range that is listed.
 */
export interface CatalogueRow<C> extends Partial<Listed> {
  readonly id: string;
  /** When the code was first set. */
  readonly since: string;
  readonly version: number;
  /** When this version was set; it is in force until the next one. */
  readonly setAt: string;
  readonly content: C;
  /** What one admin requested and a second has to confirm. */
  readonly pending?: PendingContent<C> | undefined;
}
interface PendingContent<C> {
  /** Who requested it, by principal id. */
  readonly by: string;
  readonly at: string;
  readonly content: C;
}
export type OrganisationRow = CatalogueRow<Organisation>;
export type CategoryRow = CatalogueRow<Category>;

export const organisationRow = defineRow<OrganisationRow>()({
  table: 'vault',
  name: 'organisation',
  families: ['tenant'],
  shape: /^ORG#[^#]+$/,
  key: (tenant: string, code: string) => atTenant(tenant, `ORG#${code}`),
  write: written.untilPurge,
});
export const organisationVersionRow = defineRow<OrganisationRow>()({
  table: 'vault',
  name: 'organisation-version',
  families: ['tenant'],
  shape: /^ORGV#[^#]+#\d{6}$/,
  key: (tenant: string, code: string, version: number) =>
    atTenant(tenant, `ORGV#${code}#${numbered(version)}`),
  write: written.onceUntilPurge,
});
/** The list of a tenant's organisations, by when their codes were first set. */
export const organisationList = (tenant: string) => listOfTenant(tenant, 'ORG#');

export const categoryRow = defineRow<CategoryRow>()({
  table: 'vault',
  name: 'category',
  families: ['tenant'],
  shape: /^CAT#[^#]+$/,
  key: (tenant: string, code: string) => atTenant(tenant, `CAT#${code}`),
  write: written.untilPurge,
});
export const categoryVersionRow = defineRow<CategoryRow>()({
  table: 'vault',
  name: 'category-version',
  families: ['tenant'],
  shape: /^CATV#[^#]+#\d{6}$/,
  key: (tenant: string, code: string, version: number) =>
    atTenant(tenant, `CATV#${code}#${numbered(version)}`),
  write: written.onceUntilPurge,
});
/** The newest versions of all categories of a tenant. */
export const categoriesOf = (tenant: string) => rangeOfTenant(tenant, 'CAT#');
/** The list of a tenant's categories, by when their codes were first set. */
export const categoryList = (tenant: string) => listOfTenant(tenant, 'CAT#');

/** The newest version of a notice. */
export interface NoticeRow extends Partial<Listed> {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of its RFC 8785 bytes, in hex. */
  readonly hash: string;
  readonly at: string;
}
export const noticeRow = defineRow<NoticeRow>()({
  table: 'vault',
  name: 'notice',
  families: ['tenant'],
  shape: /^NOTICE#[^#]+$/,
  key: (tenant: string, notice: string) => atTenant(tenant, `NOTICE#${notice}`),
  write: written.untilPurge,
});
/** The list of a tenant's notices, by when their newest versions were published. */
export const noticeList = (tenant: string) => listOfTenant(tenant, 'NOTICE#');

export interface NoticeVersionRow extends NoticeRow {
  readonly content: Notice;
}
export const noticeVersionRow = defineRow<NoticeVersionRow>()({
  table: 'vault',
  name: 'notice-version',
  families: ['tenant'],
  shape: /^NOTICEV#[^#]+#\d{6}$/,
  key: (tenant: string, notice: string, version: number) =>
    atTenant(tenant, `NOTICEV#${notice}#${numbered(version)}`),
  write: written.onceUntilPurge,
});
