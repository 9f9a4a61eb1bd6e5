import type { recordsOperations } from '../../api/operations/records.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Contact, IndividualRow, PointerRow } from '../../model/rows.ts';
import { nextVersion } from '../../platform/dynamodb/next-version.ts';
import { equals, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newId } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { contactSealer } from '../../stores/keys/open-contact.ts';
import { tenantLookUp } from '../../stores/keys/open-index.ts';
import { announce, type DueMail, dueMail } from '../../stores/outbox/due-mail.ts';
import { type HeldIndividual, readIndividual } from '../../stores/people/individuals.ts';
import { actingTenant, type KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

/** How long no ask goes out after the address has changed: its owner has time to object. */
const quietSeconds = 72 * 60 * 60;

/**
 * Changes contact or language. The address decides who consents, so after the individual's first confirmed session
 * the tenant cannot change it any more, and before that the old address is told.
 */
export const individualUpdate: HandlerOf<typeof recordsOperations, 'individual.update'> = async (
  { path, body, at, ifMatch },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const held = await readIndividual(tenant.id, path.individual, ['contact']);
  const { row, keys } = held;
  const next = nextVersion(row.version, ifMatch);
  if (row.state === 'erasing') throw new Problem('conflict');
  if (body.contact && row.contactOwned)
    throw new Problem('conflict', { detail: 'only the individual changes this contact' });
  const change = body.contact ? await contactChange(tenant, held, body.contact, at) : unchangedContact;
  await transact([
    {
      table: 'vault',
      update: vaultKey.individual(tenant.id, row.id),
      set: { ...change.set, language: body.language, version: next.version },
      if: equals({ gate: row.gate, version: row.version, ...(body.contact && { contactOwned: false }) }),
      else: next.else,
    },
    ...change.writes,
    ...change.mails.map(({ write }) => write),
    ...appendAudit({
      type: 'contact.changed',
      at,
      tenant: tenant.id,
      actorRef: authority.ref,
      individualRef: keys.auditRef,
      object: { id: row.id, under: keys.auditRef },
      version: next.version,
    }).writes,
  ]);
  await announce(...change.mails);
  return { body: { id: row.id, version: next.version }, version: next.version };
};

interface ContactChange {
  readonly set: Partial<IndividualRow>;
  readonly writes: readonly Write[];
  readonly mails: readonly DueMail[];
}

const unchangedContact: ContactChange = { set: {}, writes: [], mails: [] };

async function contactChange(
  { id: tenant, kmsKey }: KeyedTenant,
  { row, keys }: HeldIndividual<'contact'>,
  contact: Omit<Contact, 'reference'>,
  at: string,
): Promise<ContactChange> {
  const [sealer, look] = await Promise.all([contactSealer(kmsKey, keys), tenantLookUp(tenant, kmsKey)]);
  const old = sealer.open<Contact>('individual', row.id, row.contactVersion, row.sealed).release();
  const contactVersion = row.contactVersion + 1;
  const content: Contact = { reference: old.reference, ...contact };
  const addressHash = look.address(contact.email);
  const pointer: PointerRow = { individual: row.id };
  const set = {
    contactVersion,
    addressHash,
    sealed: sealer.seal('individual', row.id, contactVersion, content),
  };
  const writes: readonly Write[] =
    addressHash === row.addressHash
      ? []
      : [
          { table: 'vault', remove: vaultKey.address(tenant, row.addressHash, row.id) },
          { table: 'vault', put: { ...vaultKey.address(tenant, addressHash, row.id), ...pointer } },
        ];
  // A name can be put right at any time; how the individual is reached cannot.
  if (old.email === contact.email && old.phone === contact.phone) return { set, writes, mails: [] };
  const id = newId('mal');
  const sealed = sealer.seal('mail', id, 1, { email: old.email } satisfies Pick<Contact, 'email'>);
  return {
    set: { ...set, contactSetAt: at, contactSetBy: 'tenant', quietUntil: after(at, quietSeconds) },
    writes,
    mails: [dueMail({ kind: 'contact-changed', tenant, individual: row.id, sealed }, at, id)],
  };
}
