import type { MemberAuthority } from '../../domain/members/authority.ts';
import { isRestoredAddress } from '../../domain/people/restored-address.ts';
import type { Language } from '../../domain/values.ts';
import {
  addressRow,
  type Contact,
  type IndividualRow,
  individualContact,
  individualRow,
  type PendingContact,
  requestedContact,
} from '../../model/people-rows.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newId } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit, type NextVersion } from '../commit/commit.ts';
import { contactSealer } from '../keys/open-contact.ts';
import { tenantLookUp } from '../keys/open-index.ts';
import { type DueMail, dueMail } from '../mail/due-mail.ts';
import type { KeyedTenant } from '../tenants/acting-tenant.ts';
import type { KeyedIndividual } from './individuals.ts';

/** Seconds after a change of address in which no consent request is sent: its owner has time to object. */
const quietSeconds = 72 * 60 * 60;

/** What a member changes about an individual. */
export interface PersonChange {
  readonly contact?: Omit<Contact, 'reference'> | undefined;
  readonly language?: Language | undefined;
}

/** A change of contact that takes a second member. */
export interface ContactRequest extends PersonChange {
  readonly contact: Omit<Contact, 'reference'>;
  readonly stated?: PendingContact['stated'];
}

/** What a change of contact writes and sends. */
export interface ContactChange {
  readonly set: Partial<IndividualRow>;
  readonly writes: readonly Write[];
  readonly mails: readonly DueMail[];
}

const unchangedContact: ContactChange = { set: {}, writes: [], mails: [] };

/**
 * Changes an individual's contact or language, with the audit entry. When mail address or phone changes, no consent
 * request is sent for 72 hours, and a mail informs the old address.
 * @param next the new version, and what is thrown when the individual has changed since they were read.
 * @param actorRef the member's reference in the audit log.
 */
export async function changePerson(
  tenant: KeyedTenant,
  keyed: KeyedIndividual<'contact'>,
  { contact, language }: PersonChange,
  next: NextVersion,
  actorRef: string,
  at: string,
): Promise<void> {
  const { row, keys } = keyed;
  const { version } = next;
  const change = contact ? await contactChange(tenant, keyed, contact, 'tenant', at) : unchangedContact;
  await commit(
    { tenant, at },
    [
      individualRow.update(
        row,
        { set: { ...change.set, language, version }, ...(contact && { unset: ['pendingContact'] }) },
        {
          if: equals({
            gate: row.gate,
            version: row.version,
            ...(contact && { contactOwned: row.contactOwned }),
          }),
          else: next.else,
        },
      ),
      ...change.writes,
      ...personEntry(keys, { type: 'contact.changed', at, actorRef, object: row.id, version }).writes,
    ],
    change.mails,
  );
}

/** Whether a contact reaches its individual otherwise than the present one does; a spelling makes no difference. */
export async function reachesOtherwise(
  { id: tenant, kmsKey }: KeyedTenant,
  { row, keys }: KeyedIndividual<'contact'>,
  contact: Omit<Contact, 'reference'>,
): Promise<boolean> {
  const [sealer, look] = await Promise.all([contactSealer(kmsKey, keys), tenantLookUp(tenant, kmsKey)]);
  const { phone } = individualContact.open(sealer, row).release();
  return look.address(contact.email) !== row.addressHash || phone !== contact.phone;
}

/**
 * Stores a change of address that a second member has to confirm, in place of an earlier one; with its audit entry.
 * @param next the new version, and what is thrown when the individual has changed since they were read.
 */
export async function requestContactChange(
  tenant: KeyedTenant,
  { row, keys }: KeyedIndividual<'contact'>,
  { contact, language, stated }: ContactRequest,
  next: NextVersion,
  { principal, ref }: Pick<MemberAuthority, 'principal' | 'ref'>,
  at: string,
): Promise<void> {
  const { version } = next;
  const sealer = await contactSealer(tenant.kmsKey, keys);
  const sealed = requestedContact.seal(sealer, { id: row.id, version }, contact);
  const pendingContact = { by: principal, at, version, stated, sealed };
  await commit({ tenant, at }, [
    individualRow.update(
      row,
      { set: { pendingContact, language, version } },
      {
        if: equals({ gate: row.gate, version: row.version, contactOwned: row.contactOwned }),
        else: next.else,
      },
    ),
    ...personEntry(keys, { type: 'contact.change-requested', at, actorRef: ref, object: row.id, version })
      .writes,
  ]);
}

/** The contact that a member requested and a second has to confirm. */
export async function contactRequested(
  { kmsKey }: KeyedTenant,
  { row, keys }: KeyedIndividual<'contact'>,
  pending: PendingContact,
): Promise<Omit<Contact, 'reference'>> {
  return requestedContact.open(await contactSealer(kmsKey, keys), { ...pending, id: row.id }).release();
}

/**
 * What a change of contact writes and sends: the individual's attributes, the look-up by address, and a mail to the old
 * address when they are reached otherwise from then on.
 */
export async function contactChange(
  { id: tenant, kmsKey }: KeyedTenant,
  { row, keys }: KeyedIndividual<'contact'>,
  contact: Omit<Contact, 'reference'>,
  contactSetBy: IndividualRow['contactSetBy'],
  at: string,
): Promise<ContactChange> {
  const [sealer, look] = await Promise.all([contactSealer(kmsKey, keys), tenantLookUp(tenant, kmsKey)]);
  const old = individualContact.open(sealer, row).release();
  const version = row.contactVersion + 1;
  const addressHash = look.address(contact.email);
  const set = {
    contactVersion: version,
    addressHash,
    sealed: individualContact.seal(sealer, { id: row.id, version }, { reference: old.reference, ...contact }),
  };
  const writes =
    addressHash === row.addressHash
      ? []
      : [
          addressRow.remove([tenant, row.addressHash, row.id]),
          addressRow.put([tenant, addressHash, row.id], { individual: row.id }),
        ];
  // Correcting a name has no such consequences; changing how the individual is reached does.
  // Another spelling of the same address is the same address, as it is for every look-up.
  const isSame = addressHash === row.addressHash && old.phone === contact.phone;
  // Whoever sets an address that a restore brought back confirms it.
  if (isSame && isRestoredAddress(row))
    return { set: { ...set, addressVersion: row.addressVersion + 1 }, writes, mails: [] };
  if (isSame) return { set, writes, mails: [] };
  const id = newId('mal');
  const sealed = sealer.seal('mail', id, 1, { email: old.email } satisfies Pick<Contact, 'email'>);
  return {
    set: {
      ...set,
      addressVersion: row.addressVersion + 1,
      contactSetAt: at,
      contactSetBy,
      quietUntil: after(at, quietSeconds),
    },
    writes,
    mails: [dueMail({ kind: 'contact-changed', tenant, individual: row.id, sealed }, at, id)],
  };
}
