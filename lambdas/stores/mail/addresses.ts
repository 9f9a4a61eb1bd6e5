import type { Tenant } from '../../domain/members/authority.ts';
import { memberContact, memberRow, membersOf } from '../../model/member-rows.ts';
import { type MailRow, mailAddress } from '../../model/outbox-rows.ts';
import { individualContact } from '../../model/people-rows.ts';
import { queryAll } from '../../platform/dynamodb/reads.ts';
import { contactSealer } from '../keys/open-contact.ts';
import { memberSealer } from '../members/member-contact.ts';
import { findIndividual, type KeyedIndividual } from '../people/individuals.ts';

/** Addresses of a tenant's admins, or of the one member named; those without an address are left out. */
export async function adminAddresses(tenant: string, kmsKey: string, member?: string): Promise<string[]> {
  const [rows, sealer] = await Promise.all([
    queryAll(membersOf(tenant)),
    memberSealer({ id: tenant, kmsKey }),
  ]);
  if (!sealer) return [];
  return rows
    .map((row) => memberRow.from(row))
    .filter(({ id, roles }) => (member === undefined ? roles.includes('admin') : id === member))
    .flatMap((row) => {
      if (!row.sealed) return [];
      const { email } = memberContact.open(sealer, row).release();
      return email === undefined ? [] : [email];
    });
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
