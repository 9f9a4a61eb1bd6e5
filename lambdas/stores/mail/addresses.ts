import type { Tenant } from '../../domain/members/authority.ts';
import { type MemberRow, memberContact, memberRow, membersOf } from '../../model/member-rows.ts';
import { type MailRow, mailAddress } from '../../model/outbox-rows.ts';
import { individualContact } from '../../model/people-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { contactSealer } from '../keys/open-contact.ts';
import { memberSealer } from '../members/member-contact.ts';
import { findIndividual, type KeyedIndividual } from '../people/individuals.ts';

/** Member ids of a tenant's admins, with an address or without. */
export async function admins(tenant: string): Promise<string[]> {
  return (await adminRows(tenant)).map(({ id }) => id);
}

/** Addresses of a tenant's admins; those without an address are left out. */
export async function adminAddresses(tenant: string, kmsKey: string): Promise<string[]> {
  const [rows, sealer] = await Promise.all([adminRows(tenant), memberSealer({ id: tenant, kmsKey })]);
  return sealer ? rows.flatMap((row) => addressIn(sealer, row) ?? []) : [];
}

/** The address of a member; undefined for one without an address, and for nobody. */
export async function memberAddress(
  tenant: string,
  kmsKey: string,
  member: string,
): Promise<string | undefined> {
  const [[found], sealer] = await Promise.all([
    read([memberRow.at(tenant, member)]),
    memberSealer({ id: tenant, kmsKey }),
  ]);
  const row = memberRow.from(found);
  return row && sealer && addressIn(sealer, row);
}

async function adminRows(tenant: string): Promise<MemberRow[]> {
  const rows = await queryAll(membersOf(tenant));
  return rows.map((row) => memberRow.from(row)).filter(({ roles }) => roles.includes('admin'));
}

function addressIn(sealer: Sealer, row: MemberRow): string | undefined {
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
