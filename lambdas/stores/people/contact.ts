import { type Contact, individualContact } from '../../model/people-rows.ts';
import { contactSealer } from '../keys/open-contact.ts';
import type { Person } from './person.ts';

/** Opens an individual's contact: address, phone, name and reference. */
export async function contactOf({ keyed, kmsKey }: Person<'contact'>): Promise<Contact> {
  return individualContact.open(await contactSealer(kmsKey, keyed.keys), keyed.row).release();
}
