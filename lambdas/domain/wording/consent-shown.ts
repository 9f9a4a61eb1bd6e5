import type { Assurance, Category } from '../catalogue/category.ts';
import type { Notice } from '../catalogue/notice.ts';
import type { Organisation } from '../catalogue/organisation.ts';
import { type Consent, type ConsentState, consentStateAt } from '../consents/consent.ts';
import type { Period, Reads } from '../requests/request.ts';
import type { Language } from '../values.ts';
import { sentencesIn } from './languages.ts';
import { inner } from './plain.ts';
import { fieldsIn, labelOf, type NamedField, type NamedRecipient, recipientIn } from './shown.ts';

/** A consent in plain words, as its individual sees it. */
export interface ConsentShown {
  id: string;
  organisation: { name: string; nameNow?: string };
  recipients: NamedRecipient[];
  purpose: string;
  items: { category: string; label: string; fields: NamedField[] }[];
  period?: Period;
  reads: Reads;
  readsUsed: number;
  timesRead: number;
  lastReadAt?: string;
  grantedAt: string;
  until: string;
  endedAt?: string;
  assurance: Assurance;
  state: ConsentState;
  withdrawable: boolean;
  withdrawSentence: string;
  version: number;
}

/** A consent, and what it is told with. */
export interface ConsentToShow {
  readonly consent: Consent;
  /** How often it was read, and when last; undefined when never. */
  readonly used: number;
  readonly lastReadAt: string | undefined;
  /** The notice version that it was granted under. */
  readonly notice: Notice | undefined;
  /** The organisations and categories in the versions that it is bound to. */
  readonly organisations: Readonly<Record<string, Organisation>>;
  readonly categories: Readonly<Record<string, Category>>;
  /** The organisations as they are now. */
  readonly present: Readonly<Record<string, Organisation>>;
}

/** A consent in plain words, in its state at `now`. */
export function consentShown(toShow: ConsentToShow, language: Language, now: string): ConsentShown {
  const { consent, used, lastReadAt, notice, organisations, categories, present } = toShow;
  const recipients = consent.recipients.map((code) => ({
    ...recipientIn(code, organisations[code], language),
    ...renamed(organisations[code], present[code]),
  }));
  const ended = consent.events.find(({ type }) => type !== 'granted');
  return {
    id: consent.id,
    organisation: {
      name: organisations[consent.organisation]?.legalName ?? consent.organisation,
      ...renamed(organisations[consent.organisation], present[consent.organisation]),
    },
    recipients,
    purpose: notice ? inner(notice.purpose.sentence, language) : consent.purpose,
    items: consent.items.map(({ category, fields }) => ({
      category,
      label: labelOf(category, categories[category], language),
      fields: fieldsIn(fields, categories[category], language),
    })),
    ...(consent.period && { period: consent.period }),
    reads: consent.reads,
    readsUsed: used,
    timesRead: used,
    ...(lastReadAt !== undefined && { lastReadAt }),
    grantedAt: consent.grantedAt,
    until: consent.until,
    ...(ended && { endedAt: ended.at }),
    assurance: consent.assurance,
    state: consentStateAt(consent, used, now),
    withdrawable: consent.state === 'active',
    withdrawSentence: sentencesIn(language).withdraw(recipients.map(({ name }) => name)),
    version: consent.version,
  };
}

/** The present name of an organisation, to stand beside the one that was shown, if it has changed. */
export function renamed(then: Organisation | undefined, now: Organisation | undefined): { nameNow?: string } {
  return then && now && then.legalName !== now.legalName ? { nameNow: now.legalName } : {};
}
