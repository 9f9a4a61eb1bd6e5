import { atTenant, belowIndividual } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';

/**
 * A message that is due. The row is deleted once the message is sent. It holds ids only: the content is made when it
 * is sent.
 */
export interface DueRow extends Partial<Listed> {
  readonly id: string;
  readonly tenant: string;
  readonly individual?: string | undefined;
  readonly dueAt: string;
  /** Until when one sender has claimed it, and how often it has been claimed. */
  readonly claimedUntil?: string | undefined;
  readonly attempts?: number | undefined;
  /** How often the outbox's sweeper has announced it. */
  readonly announced?: number | undefined;
  readonly expiresAt: number;
}

/** A mail that is due. */
export interface MailRow extends DueRow {
  readonly kind: MailKind;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  /** Hashes of the session that requested a code, and of the link that the code is for. */
  readonly session?: string | undefined;
  readonly link?: string | undefined;
  /** The member it goes to; absent for a tenant's mail: every admin, or every member of an organisation. */
  readonly member?: string | undefined;
  readonly organisation?: string | undefined;
  /** Until when they were what they are told as: the mail goes to the address that they had then. */
  readonly former?: string | undefined;
  /** The sealed address it goes to, where that is not the present one. */
  readonly sealed?: Uint8Array | undefined;
  /** When the withdrawal link in it ends, which is when its consent ends; the notifier cannot open the consent. */
  readonly linkEndsAt?: string | undefined;
  /** Of a hold on one individual: until when it lasts, or did. */
  readonly personUntil?: string | undefined;
  /** For receipts: the leaf hash of the audit entry of the event. */
  readonly leaf?: string | undefined;
}

export type MailKind =
  /** To an individual: a new consent request, with a link to it. */
  | 'request'
  | 'reminder'
  /** The reminder that goes out by itself, half-way to the lapse, unless the requester called for one before. */
  | 'half-way'
  /** To an individual: a fresh link, to their open request if there is one. */
  | 'link'
  /** The six-digit code of a session. */
  | 'code'
  /** The six-digit code for a new address, to that address. */
  | 'address-code'
  /** Receipt of a grant, with the withdrawal link that can only end it. */
  | 'granted'
  | 'refused'
  | 'withdrawn'
  /** To the address an individual had before. */
  | 'contact-changed'
  /** To an individual: their data are to be erased, with a link to undo it; or that was undone. */
  | 'erasure-asked'
  | 'erasure-undone'
  /** To a tenant's admins. */
  | 'admins-changed'
  | 'contract-end-asked'
  | 'contract-end-set'
  | 'contract-ended'
  | 'contract-reinstated'
  | 'hold-set'
  | 'hold-release-requested'
  | 'hold-near-end'
  | 'hold-ended'
  | 'purge-near'
  | 'export-asked'
  | 'export-started'
  | 'export-done'
  /** To the members of an organisation, or to the admins where it has none: it is asked to delete. */
  | 'deletion-asked';

export const mailRow = defineRow<MailRow>()({
  table: 'vault',
  name: 'mail',
  families: ['tenant', 'shard'],
  shape: /^(?:I#[0-9a-f]{32}#M|MAIL)#mal_[0-9a-f]{32}$/,
  key: (tenant: string, individual: string | undefined, mail: string) =>
    individual === undefined
      ? atTenant(tenant, `MAIL#${mail}`)
      : belowIndividual(tenant, individual, `#M#${mail}`),
  // In a purge members are told of the end of a legal hold on an individual.
  write: {
    create: ['provisioning', 'open', 'retrieval', 'purging'],
    change: ['open', 'retrieval', 'purging'],
  },
});
export const mailAddress = defineSeal<Pick<MailRow, 'id' | 'sealed'>, { readonly email: string }>(
  'contact',
  'mail',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);

/** The list of due mail, of all tenants. */
export const dueMailList = 'M';
/** A position in that list. The tenant comes first, so that a purge can prove that none of its mails is left. */
export const duePlace = (tenant: string, instant: string, mail: string) => `${tenant}#${instant}#${mail}`;
