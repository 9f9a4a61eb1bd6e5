import { shardOf } from '../../domain/identifiers.ts';
import type { Language } from '../../domain/values.ts';
import {
  addressRow,
  type Contact,
  type IndividualRow,
  individualContact,
  individualRow,
  type PointerRow,
  referenceRow,
} from '../../model/people-rows.ts';
import { fenceRow } from '../../model/tenant-rows.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import type { Claim } from '../idempotency/once.ts';
import { type NewIndividualKeys, newIndividualKeys } from '../keys/make-individual-keys.ts';
import { tenantLookUp } from '../keys/open-index.ts';
import type { KeyedTenant } from '../tenants/acting-tenant.ts';

/** An individual to be enrolled by a member. */
export interface Enrolment {
  /** The member who enrols them, by principal id. */
  readonly by: string;
  /** The tenant's own reference for them. */
  readonly reference: string;
  readonly contact: Omit<Contact, 'reference'>;
  readonly language: Language;
}

/** An individual who was enrolled. */
export interface Enrolled {
  readonly id: string;
  readonly version: number;
}

/**
 * Enrols an individual with keys and an audit secret of their own, under a reference that no other individual of
 * the tenant has. Once the contract has ended, the fence of their shard prevents it.
 * @param actorRef the enrolling member's reference in the audit log.
 * @param claim claims the idempotency key of the call.
 * @throws Problem `already-exists` when another individual has the reference, `tenant-not-open`
 */
export async function enrol(
  tenant: KeyedTenant,
  enrolment: Enrolment,
  actorRef: string,
  at: string,
  claim: Claim<Enrolled>,
): Promise<Enrolled> {
  const { row, keys } = await newIndividual(tenant, enrolment, at);
  const { id, version } = row;
  const pointer: PointerRow = { individual: id };
  const enrolled: Enrolled = { id, version };
  const entry = personEntry(
    { owner: { tenant: tenant.id }, auditSecret: keys.auditSecret },
    { type: 'individual.created', at, actorRef, object: id, version },
  );
  await commit({ tenant, at }, [
    ...claim(enrolled),
    openShard(tenant, id),
    referenceRow.put([tenant.id, row.referenceHash], pointer, { if: absent, else: 'already-exists' }),
    individualRow.put([tenant.id, id], row, { if: absent }),
    addressRow.put([tenant.id, row.addressHash, id], pointer),
    ...keys.writes,
    ...entry.writes,
  ]);
  return enrolled;
}

function openShard({ id, epoch }: KeyedTenant, individual: string): Write {
  return fenceRow.check([id, shardOf(individual)], equals({ state: 'open', epoch }), 'tenant-not-open');
}

/** Makes an individual's row, sealed under new keys that are not stored yet. */
async function newIndividual(
  { id: tenant, kmsKey }: KeyedTenant,
  { by, reference, contact, language }: Enrolment,
  at: string,
): Promise<{ readonly row: IndividualRow; readonly keys: NewIndividualKeys }> {
  const id = newId('ind');
  const [look, keys] = await Promise.all([
    tenantLookUp(tenant, kmsKey),
    newIndividualKeys(tenant, kmsKey, id),
  ]);
  const row: IndividualRow = {
    id,
    state: 'active',
    gate: 1,
    version: 1,
    createdAt: at,
    language,
    contactVersion: 1,
    enrolledBy: by,
    addressVersion: 1,
    contactSetAt: at,
    contactSetBy: 'tenant',
    contactOwned: false,
    referenceHash: look.reference(reference),
    addressHash: look.address(contact.email),
    sealed: individualContact.seal(keys.contact, { id, version: 1 }, { reference, ...contact }),
  };
  return { row, keys };
}
