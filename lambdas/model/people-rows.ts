import { bitsOf } from '../domain/identifiers.ts';
import type { Restrictable } from '../domain/people/restriction.ts';
import type { MessageSent } from '../domain/requests/messages.ts';
import type { MailReturn } from '../domain/requests/returned.ts';
import type { Language } from '../domain/values.ts';
import { belowIndividual, inShardOf, written } from './places.ts';
import { defineRow, defineSeal } from './row.ts';

/** An individual. */
export interface IndividualRow extends Restrictable {
  readonly id: string;
  /** Moved by restriction, erasure and freeze; every write below the individual checks it. */
  readonly gate: number;
  readonly version: number;
  readonly createdAt: string;
  readonly language: Language;
  readonly contactVersion: number;
  /** The member who enrolled them, by principal id; corrects the contact alone until a first link was mailed. */
  readonly enrolledBy?: string | undefined;
  readonly messagedAt?: string | undefined;
  /** A change of address that one member requested and a second has to confirm. */
  readonly pendingContact?: PendingContact | undefined;
  /** Incremented when another mail address or phone is set: links, sessions and codes of earlier ones end. */
  readonly addressVersion: number;
  readonly contactSetAt: string;
  readonly contactSetBy: 'tenant' | 'individual';
  /**
   * Set by the first confirmed session: from then on only the individual changes their address, or two members who
   * state that they saw them.
   */
  readonly contactOwned: boolean;
  /** The version of the address with which a session was confirmed last. */
  readonly confirmedAddress?: number | undefined;
  /** Until when no consent request may be sent; set by a change of address, or by a restore that forgot a refusal. */
  readonly quietUntil?: string | undefined;
  /** The version of the address that a restore brought back in place of a later one: nothing is mailed to it. */
  readonly restoredAddress?: number | undefined;
  /** The last mail to this version of the address that did not arrive, or was marked as spam. */
  readonly returned?: ReturnedMail | undefined;
  readonly referenceHash: string;
  readonly addressHash: string;
  /** When codes were sent within the last hour: six at most. */
  readonly codesSentAt?: readonly string[] | undefined;
  /** When fresh links were sent within the last hour: three at most. */
  readonly linksSentAt?: readonly string[] | undefined;
  /** Marks the synthetic individual of a shard. It has no contact; `sealed` holds the canary's text. */
  readonly canary?: true | undefined;
  readonly sealed: Uint8Array;
}
export interface ReturnedMail {
  readonly at: string;
  readonly why: MailReturn;
  readonly addressVersion: number;
}
/** A change of address that waits for a second member. */
export interface PendingContact {
  /** The member who requested it, by principal id. */
  readonly by: string;
  readonly at: string;
  /** That the individual was seen at the desk: needed once they own the address. */
  readonly stated?: 'desk' | undefined;
  /** The version of the individual that it made, under which the new contact is sealed. */
  readonly version: number;
  readonly sealed: Uint8Array;
}
export interface Contact {
  readonly reference: string;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly name?: string | undefined;
}

export const individualRow = defineRow<IndividualRow>()({
  table: 'vault',
  name: 'individual',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}$/,
  key: (tenant: string, individual: string) => belowIndividual(tenant, individual, ''),
  // The keymaker makes the canaries.
  write: { create: ['provisioning', 'open'], change: ['open', 'retrieval'] },
});
export const individualContact = defineSeal<IndividualRow, Contact>(
  'contact',
  'individual',
  ({ id, contactVersion }) => ({ id, version: contactVersion }),
  (row) => row.sealed,
);

export const requestedContact = defineSeal<
  PendingContact & Pick<IndividualRow, 'id'>,
  Omit<Contact, 'reference'>
>(
  'contact',
  'contact-change',
  ({ id, version }) => ({ id, version }),
  (row) => row.sealed,
);

/** The synthetic individual of a shard, by which a probe checks that all keys work together. */
export type CanaryRow = Pick<
  IndividualRow,
  'id' | 'state' | 'gate' | 'version' | 'createdAt' | 'canary' | 'sealed'
>;
/** The canary of a shard stands where an individual would. */
export const canaryRow = defineRow<CanaryRow>()(individualRow);
export const canaryText = defineSeal<CanaryRow, string>(
  'canary',
  'canary',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);

/** The text that every canary seals. */
export const canaryWords = 'a canary of this shard';

/** What an individual was sent lately. A row of its own, of the notifier's: no asker learns of others by it. */
export interface LimitsRow {
  readonly version: number;
  /** Messages about consent requests within 24 hours. */
  readonly messages: readonly MessageSent[];
}
export const limitsRow = defineRow<LimitsRow>()({
  table: 'vault',
  name: 'limits',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#LIMITS$/,
  key: (tenant: string, individual: string) => belowIndividual(tenant, individual, '#LIMITS'),
  write: written.untilPurge,
});

/** Points from a keyed hash, of the tenant's own reference or of an address, to the individual. */
export interface PointerRow {
  readonly individual: string;
}

export const referenceRow = defineRow<PointerRow>()({
  table: 'vault',
  name: 'reference',
  families: ['shard'],
  shape: /^REF#[0-9a-f]{64}$/,
  key: (tenant: string, hash: string) => inShardOf(tenant, hash, `REF#${hash}`),
  write: written.onceWhileOpen,
});

export const addressRow = defineRow<PointerRow>()({
  table: 'vault',
  name: 'address',
  families: ['shard'],
  shape: /^ADDR#[0-9a-f]{64}#[0-9a-f]{32}$/,
  key: (tenant: string, hash: string, individual: string) =>
    inShardOf(tenant, hash, `ADDR#${hash}#${bitsOf(individual)}`),
  write: written.onceUntilPurge,
});
/** All individuals with this address, found by its keyed hash. */
export const peopleAt = (tenant: string, hash: string) => {
  const { pk, sk } = inShardOf(tenant, hash, `ADDR#${hash}#`);
  return { table: 'vault', pk, prefix: sk };
};
