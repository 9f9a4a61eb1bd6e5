import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { mailAddress } from '../../model/outbox-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import type { Stored } from '../../model/row.ts';
import { type LinkRow, type NewAddress, sessionRow } from '../../model/session-rows.ts';
import { equals, unchanged } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { contactSealer } from '../keys/open-contact.ts';
import { dueMail } from '../mail/due-mail.ts';
import { contactOf } from '../people/contact.ts';
import { contactChange, reachesOtherwise } from '../people/contact-change.ts';
import type { Person } from '../people/person.ts';
import { type AwaitedCode, codeCounted } from './codes.ts';

/**
 * Notes in a session the address that its individual wants to be reached at, in place of an earlier one, and has a code
 * sent there. Nothing else changes until the code is typed.
 * @throws Problem `too-many-requests`; `conflict` when they are reached there already
 * @throws LostRace `race` when another code was counted since individual and link were read
 */
export async function sendAddressCode(
  person: Person<'contact'>,
  link: Stored<LinkRow>,
  { session }: SessionAuthority,
  email: string,
  at: string,
  race: string,
): Promise<void> {
  const { tenant, keyed, kmsKey } = person;
  const { phone } = await contactOf(person);
  if (!(await reachesOtherwise({ ...tenant, kmsKey }, keyed, { email, phone })))
    throw new Problem('conflict', { detail: 'messages go to this address already' });
  const sealer = await contactSealer(kmsKey, keyed.keys);
  const mail = newId('mal');
  const newAddress: NewAddress = {
    mail,
    sealed: mailAddress.seal(sealer, { id: mail, version: 1 }, { email }),
  };
  const about = { tenant: tenant.id, individual: keyed.row.id, session, sealed: newAddress.sealed };
  await commit(
    { tenant, at },
    [
      ...codeCounted(person, link, at, race),
      sessionRow.update(
        [tenant.id, keyed.row.id, session],
        { set: { newAddress } },
        { if: equals({ level: 'confirmed' }), else: 'unauthenticated' },
      ),
    ],
    [dueMail({ kind: 'address-code', ...about }, at, mail)],
  );
}

/** The address that a session waits to hear from. */
export async function awaitedAddress(
  { keyed, kmsKey }: Person<'contact'>,
  { mail, sealed }: NewAddress,
): Promise<string> {
  return mailAddress.open(await contactSealer(kmsKey, keyed.keys), { id: mail, sealed }).release().email;
}

/**
 * Makes a new address the individual's: as after a change by the tenant, the old one is informed, links, codes and
 * other sessions of it end, and no consent request is sent for 72 hours. The session itself goes on, for it had mail at
 * both.
 * @returns until when no consent request is sent.
 * @throws LostRace `race` when a try was counted since the session was read
 * @throws Problem `conflict` when the individual has changed
 */
export async function takeAddress(
  { person, session }: AwaitedCode<'contact'>,
  email: string,
  at: string,
  race: string,
): Promise<string> {
  const { keyed, kmsKey } = person;
  const { row, keys } = keyed;
  const tenant = { ...person.tenant, kmsKey };
  const { reference, ...contact } = await contactOf(person);
  const { set, writes, mails } = await contactChange(tenant, keyed, { ...contact, email }, 'individual', at);
  const version = row.version + 1;
  const { addressVersion, quietUntil } = set;
  if (addressVersion === undefined || quietUntil === undefined)
    throw new Problem('conflict', { detail: 'messages go to this address already' });
  await commit(
    { tenant, at },
    [
      individualRow.update(
        row,
        { set: { ...set, version, confirmedAddress: addressVersion }, unset: ['pendingContact'] },
        { if: equals({ gate: row.gate, version: row.version, addressVersion: session.addressVersion }) },
      ),
      sessionRow.update(
        session,
        { set: { addressVersion }, unset: ['newAddress', 'tries'] },
        { if: unchanged({ level: 'confirmed', tries: session.tries }), else: { race } },
      ),
      ...writes,
      ...personEntry(keys, { type: 'contact.changed', at, object: row.id, version }).writes,
    ],
    mails,
  );
  return quietUntil;
}
