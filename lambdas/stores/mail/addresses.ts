import type { Tenant } from '../../domain/members/authority.ts';
import {
  type FormerRow,
  formerRow,
  type MemberRow,
  memberContact,
  memberRow,
  membersOf,
} from '../../model/member-rows.ts';
import { type MailRow, mailAddress } from '../../model/outbox-rows.ts';
import { individualContact } from '../../model/people-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { contactSealer } from '../keys/open-contact.ts';
import { formersAt } from '../members/former-members.ts';
import { memberSealer } from '../members/member-contact.ts';
import { findIndividual, type KeyedIndividual } from '../people/individuals.ts';

/** An admin, or with `former` one who was that until then, or had another address. */
export type AdminAddressed = Pick<MailRow, 'former'> & { readonly member: string };

/** The members of an organisation; where it has none, or none is named, the tenant's admins. */
export async function addressedBy(
  tenant: string,
  organisation: string | undefined,
  at: string,
): Promise<AdminAddressed[]> {
  if (organisation === undefined) return admins(tenant, at);
  const own = (await memberRows(tenant)).filter((row) => row.organisation === organisation);
  return own.length > 0 ? own.map(({ id }) => ({ member: id })) : admins(tenant, at);
}

/** A tenant's admins, and who was one within the last two weeks; with an address or without. */
async function admins(tenant: string, at: string): Promise<AdminAddressed[]> {
  const [present, formers] = await Promise.all([adminRows(tenant), formersAt(tenant, at)]);
  return [
    ...present.map(({ id }) => ({ member: id })),
    ...formers
      .filter(({ adminSince }) => adminSince !== undefined)
      .map(({ id, until }) => ({ member: id, former: until })),
  ];
}

/** Addresses of a tenant's admins; those without an address are left out. */
export async function adminAddresses(tenant: string, kmsKey: string): Promise<string[]> {
  const [rows, sealer] = await Promise.all([adminRows(tenant), memberSealer({ id: tenant, kmsKey })]);
  return sealer ? rows.flatMap((row) => addressIn(sealer, row) ?? []) : [];
}

/** The address of a member, with its version unless it is that of then; undefined for one without, and for nobody. */
export async function memberAddress(
  tenant: string,
  kmsKey: string,
  { member, former }: AdminAddressed,
): Promise<{ readonly to: string; readonly addressVersion: number | undefined } | undefined> {
  const place = former === undefined ? memberRow.at(tenant, member) : formerRow.at(tenant, member, former);
  const [[found], sealer] = await Promise.all([read([place]), memberSealer({ id: tenant, kmsKey })]);
  const row = former === undefined ? memberRow.from(found) : formerRow.from(found);
  const to = row && sealer && addressIn(sealer, row);
  return to === undefined
    ? undefined
    : { to, addressVersion: former === undefined ? row?.version : undefined };
}

async function adminRows(tenant: string): Promise<MemberRow[]> {
  return (await memberRows(tenant)).filter(({ roles }) => roles.includes('admin'));
}

async function memberRows(tenant: string): Promise<MemberRow[]> {
  return (await queryAll(membersOf(tenant))).map((row) => memberRow.from(row));
}

function addressIn(sealer: Sealer, row: MemberRow | FormerRow): string | undefined {
  return row.sealed && memberContact.open(sealer, row).release().email;
}

/** A mail to an individual. */
export type IndividualMail = MailRow & { readonly individual: string };

/** An individual as just read, and the address that a mail to them goes to. */
export interface Addressee {
  readonly keyed: KeyedIndividual<'contact'>;
  readonly to: string;
}

/**
 * The individual that a mail goes to, with their present address or the one that the mail names. Undefined for an
 * individual who has been erased.
 */
export async function addresseeOf(
  mail: IndividualMail,
  { id: tenant }: Pick<Tenant, 'id'>,
  kmsKey: string,
): Promise<Addressee | undefined> {
  const keyed = await findIndividual(tenant, mail.individual, ['contact']);
  if (!keyed) return undefined;
  const sealer = await contactSealer(kmsKey, keyed.keys);
  const { email } =
    mail.sealed === undefined
      ? individualContact.open(sealer, keyed.row).release()
      : mailAddress.open(sealer, mail).release();
  return { keyed, to: email };
}
