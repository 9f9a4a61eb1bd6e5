import type { Letter } from '../letter.ts';

/** The part of every mail to an individual: help, and how to tell it from a fraud. */
export interface Footing {
  /** The page shows the same reference. */
  readonly reference: string;
  readonly helpPhone: string;
  /** Where the tenant's imprint and privacy notice are. */
  readonly imprint?: string | undefined;
  readonly privacy?: string | undefined;
}

/** A mail with a link to the page. */
interface Linked extends Footing {
  readonly link: string;
}

/** A receipt mail, with the leaf hash of the audit entry of its event, if there is one. */
export interface Evidenced extends Footing {
  readonly leaf?: string | undefined;
}

/** A mail to an admin: which contract, and the last day on which its data can be retrieved. */
interface AboutContract {
  readonly tenant: string;
  readonly lastDay?: string | undefined;
}

/** A mail to an admin about a legal hold: on which tenant, and the day on which it ends or ended. */
interface AboutHold {
  readonly tenant: string;
  readonly until: string;
  /** Whether it is on the data of one person only. The mail does not say on whose. */
  readonly ofPerson: boolean;
}

/** A mail to an admin with the address of an attestation. */
interface Attested {
  readonly tenant: string;
  readonly link: string;
  /** Whether individuals under a legal hold are left. */
  readonly held: boolean;
}

/**
 * Every mail in one language. Mails to individuals name no organisation, no purpose and no category, since others may
 * see them.
 */
export interface MailTexts {
  /** Who sends it, as individuals see it: the page's own name. */
  readonly sender: string;
  request(about: Linked & { readonly answerBy: string }): Letter;
  reminder(about: Linked & { readonly answerBy: string }): Letter;
  link(about: Linked): Letter;
  /** With its time in the subject: mail programs stack mails of one subject, and hide the newest below the oldest. */
  code(about: Footing & { readonly code: string; readonly time: string }): Letter;
  /** To an address that nobody has confirmed: it says nothing of the individual. */
  addressCode(about: Pick<Footing, 'helpPhone'> & { readonly code: string; readonly time: string }): Letter;
  granted(about: Linked & Evidenced): Letter;
  refused(about: Evidenced): Letter;
  withdrawn(about: Evidenced): Letter;
  /** Until when it can be undone: a day and a time; no link for an address that its owner never confirmed. */
  erasureAsked(about: Footing & { readonly link?: string | undefined; readonly until: string }): Letter;
  erasureUndone(about: Footing): Letter;
  /** The last mail to somebody: where the attestation is, and what proves that it is about them. */
  individualErased(about: { readonly link: string; readonly salt: string }): Letter;
  contactChanged(about: Pick<Footing, 'helpPhone'>): Letter;
  /** An admin was made or is one no longer, or has another address; also to who was one, at the address of then. */
  adminsChanged(about: { readonly tenant: string; readonly former: boolean }): Letter;
  /** An admin requested the end; a second one has to confirm it. */
  contractEndAsked(about: AboutContract): Letter;
  contractEndSet(about: { readonly tenant: string; readonly endsOn: string }): Letter;
  contractEnded(about: AboutContract): Letter;
  contractReinstated(about: AboutContract): Letter;
  purgeNear(about: AboutContract): Letter;
  holdSet(about: AboutHold): Letter;
  /** An admin requested its release; a second one has to confirm it. */
  holdReleaseRequested(about: AboutHold): Letter;
  holdNearEnd(about: AboutHold): Letter;
  /** It was released, or ended by itself. */
  holdEnded(about: AboutHold): Letter;
  /** An admin asked for an export of everything; a second one has to confirm it. */
  exportAsked(about: AboutContract): Letter;
  exportStarted(about: AboutContract): Letter;
  exportDone(about: AboutContract): Letter;
  /** To the members of an organisation that has read what was erased; to the admins where it has none. */
  deletionAsked(about: Pick<AboutContract, 'tenant'>): Letter;
  /** With the first attestation: nothing opens any more. */
  erased(about: Attested): Letter;
  /** With the second one: the keys are gone, and the backups that held them. */
  irrecoverable(about: Attested): Letter;
}

/** Those about what leaves and what is gone, in a file of their own. */
export type AboutLeaving =
  | 'exportAsked'
  | 'exportStarted'
  | 'exportDone'
  | 'individualErased'
  | 'deletionAsked'
  | 'erased'
  | 'irrecoverable';
