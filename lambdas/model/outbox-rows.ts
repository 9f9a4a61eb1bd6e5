import { atTenant, belowIndividual } from './places.ts';
import { defineRow, defineSeal, type Listed } from './row.ts';

/** A message that is due, and deleted once it is out. Holds ids only: what it says is made when it is sent. */
export interface DueRow extends Partial<Listed> {
  readonly id: string;
  readonly tenant: string;
  readonly individual?: string | undefined;
  readonly dueAt: string;
  /** Until then one sender is at it; how often one has been. */
  readonly claimedUntil?: string | undefined;
  readonly attempts?: number | undefined;
  readonly expiresAt: number;
}

/** A mail that is due. */
export interface MailRow extends DueRow {
  readonly kind: MailKind;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  /** Hash of the session that a code is for. */
  readonly session?: string | undefined;
  /** The member it goes to; absent for a tenant's mail: every admin. */
  readonly member?: string | undefined;
  /** Where it goes if not to the present address. */
  readonly sealed?: Uint8Array | undefined;
  /** How long the withdrawal link in it lives: as long as its consent, whose end the notifier cannot open. */
  readonly linkEndsAt?: string | undefined;
  /** Leaf hash of what it tells of, for mails that are receipts. */
  readonly leaf?: string | undefined;
}

export type MailKind =
  /** To an individual: someone asks; mints a link. */
  | 'request'
  | 'reminder'
  /** A fresh link for what is still open. */
  | 'link'
  /** The six-digit code of a session. */
  | 'code'
  /** Receipt of a grant, with the withdrawal link that can only end it. */
  | 'granted'
  | 'refused'
  | 'withdrawn'
  /** To the address an individual had before. */
  | 'contact-changed'
  /** To a tenant's admins. */
  | 'contract-end-asked'
  | 'contract-end-set'
  | 'contract-ended'
  | 'contract-reinstated'
  | 'purge-near';

export const mailRow = defineRow<MailRow>()({
  table: 'vault',
  name: 'mail',
  families: ['tenant', 'shard'],
  shape: /^(?:I#[0-9a-f]{32}#M|MAIL)#mal_[0-9a-f]{32}$/,
  key: (tenant: string, individual: string | undefined, mail: string) =>
    individual === undefined
      ? atTenant(tenant, `MAIL#${mail}`)
      : belowIndividual(tenant, individual, `#M#${mail}`),
  write: { create: ['provisioning', 'open', 'retrieval'], change: ['open', 'retrieval'] },
});
export const mailAddress = defineSeal<Pick<MailRow, 'id' | 'sealed'>, { readonly email: string }>(
  'contact',
  'mail',
  ({ id }) => ({ id, version: 1 }),
  (row) => row.sealed,
);

/** The list of due mail, of all tenants. */
export const dueMailList = 'M';
/** A place in it: the tenant first, so that a purge can prove that none is left. */
export const duePlace = (tenant: string, instant: string, mail: string) => `${tenant}#${instant}#${mail}`;
