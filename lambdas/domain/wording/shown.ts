import type { Category } from '../catalogue/category.ts';
import type { Notice } from '../catalogue/notice.ts';
import type { Organisation } from '../catalogue/organisation.ts';
import type { RequestTerms } from '../requests/admission.ts';
import type { Categories } from '../requests/items.ts';
import type { NamedItem, Period, Reads } from '../requests/request.ts';
import type { Language } from '../values.ts';
import { sentencesIn } from './languages.ts';
import { countryIn, inner, lastDayIn, listIn, textIn } from './plain.ts';

/** A field as people read it. */
export interface NamedField {
  code: string;
  label: string;
  unit?: string;
}

/** An explicit statement that was ticked by hand, with the category that it is about. */
export interface ExplicitStatement {
  readonly category: string;
  readonly statement: string;
}

/** Who receives, as people read it; `safeguard`: what makes a transfer to that country lawful, where it needs one. */
export interface NamedRecipient {
  organisation: string;
  name: string;
  /** What it is called now, if that has changed since. */
  nameNow?: string;
  country: string;
  safeguard?: string;
}

/** What the page shows of a consent request, every text in one language. Its hash is in the receipt. */
export interface Shown {
  language: Language;
  askSentence: string;
  refuseSentence: string;
  narrowSentence: string;
  withdrawSentence: string;
  organisation: { name: string; country: string; contact: string };
  purpose: { code: string; sentence: string };
  items: {
    category: string;
    label: string;
    plain: string;
    sensitivity: Category['sensitivity'];
    /** The statement to tick by hand, naming all who would receive. */
    explicitStatement?: string;
    /** The same with `{recipients}` in place of their names, for those who are chosen. */
    explicitTemplate?: string;
    /** `required`: the others mean nothing without it, so these are granted together. */
    fields: (NamedField & { required: boolean })[];
  }[];
  recipients: NamedRecipient[];
  period?: Period;
  reads: Reads;
  until: string;
  message?: string;
  controllers: { name: string; address: string; officer: string }[];
  legalBasis: string;
  source: string;
  keptByRecipients: string;
  automatedDecisions: string;
  /** Of these two, those that say yes: they are never folded away. */
  inSight: ('automatedDecisions' | 'saleOrSharing')[];
  afterNo: string;
  rights: string;
  authority: { name: string; address: string; web?: string };
  saleOrSharing: string;
  assuranceNote?: string;
}

/** A consent request with everything that is shown about it. */
export interface ToShow {
  /** Code of the requesting organisation. */
  readonly organisation: string;
  readonly content: RequestTerms;
  readonly notice: Notice;
  readonly organisations: Readonly<Record<string, Organisation | undefined>>;
  readonly categories: Categories;
  /** IANA name of the time zone in which days are given. */
  readonly timeZone: string;
}

/** The language to show: the wanted one if the notice offers it, so that a page never mixes two. */
function languageOf(notice: Notice, wanted: Language): Language {
  return notice.languages.includes(wanted) ? wanted : (notice.languages[0] ?? wanted);
}

/** What is shown of a consent request in a language. The same request, notice and master data give the same texts. */
export function shownOf(request: ToShow, wanted: Language): Shown {
  const { content, notice, categories, timeZone } = request;
  const language = languageOf(notice, wanted);
  const say = sentencesIn(language);
  const asking = organisationOf(request, request.organisation);
  const recipients = content.recipients.map((code) =>
    recipientIn(code, request.organisations[code], language),
  );
  const names = recipients.map(({ name }) => name);
  const items = content.items.map((item) => itemOf(item, categories[item.category], names, language));
  const special = items.some(({ sensitivity }) => sensitivity === 'special');
  const { purpose, afterNo, automatedDecisions: automated } = notice;
  const purposeText = inner(purpose.sentence, language);
  const consequence = inner(afterNo.consequence, language);
  return {
    language,
    askSentence: say.request(
      asking.name,
      listIn(
        items.map(({ label }) => label),
        language,
      ),
      lastDayIn(content.until, language, timeZone),
      purposeText,
    ),
    refuseSentence: say.refuse({
      treatmentUnchanged: afterNo.treatmentUnchanged,
      ...(consequence !== '' && { consequence }),
    }),
    narrowSentence: say.narrow(asking.name),
    withdrawSentence: say.withdraw(names),
    organisation: { ...nameAndCountry(asking, language), contact: contactOf(asking.content) },
    purpose: { code: purpose.code, sentence: purposeText },
    items,
    recipients,
    ...(content.period && { period: content.period }),
    reads: content.reads,
    until: content.until,
    ...(content.message !== undefined && { message: content.message }),
    controllers: notice.controllers.map((code) => controllerOf(organisationOf(request, code))),
    legalBasis: say.legalBasis(notice.legalBasis.article9 !== undefined),
    source: textIn(notice.source, language),
    keptByRecipients: textIn(notice.keptByRecipients, language),
    automatedDecisions:
      automated.exist && automated.explanation
        ? textIn(automated.explanation, language)
        : say.noAutomatedDecisions,
    afterNo: consequence,
    rights: textIn(notice.rights, language),
    authority: {
      name: notice.authority.name,
      address: notice.authority.address,
      ...(notice.authority.web !== undefined && { web: notice.authority.web }),
    },
    inSight: [
      ...(automated.exist ? (['automatedDecisions'] as const) : []),
      ...(notice.saleOrSharing || notice.sensitiveUseBeyondService ? (['saleOrSharing'] as const) : []),
    ],
    saleOrSharing: say.saleOrSharing(notice.saleOrSharing, notice.sensitiveUseBeyondService),
    ...(special && notice.linkCodeAcceptance && { assuranceNote: say.assuranceAccepted }),
  };
}

interface Known {
  readonly name: string;
  readonly content: Organisation | undefined;
}

/** An organisation by its code; one that was removed since is named by its code. */
function organisationOf({ organisations }: ToShow, code: string): Known {
  const content = organisations[code];
  return { name: content?.legalName ?? code, content };
}

function nameAndCountry({ name, content }: Known, language: Language) {
  return { name, country: content ? countryIn(content.country, language) : '' };
}

function contactOf(content: Organisation | undefined): string {
  const { address, phone, email, web } = content?.contact ?? {};
  return [address, phone, email, web].filter((part) => part !== undefined).join(', ');
}

/** One who receives, by their code; named by it when the organisation is unknown. */
export function recipientIn(
  code: string,
  content: Organisation | undefined,
  language: Language,
): NamedRecipient {
  const safeguard = content?.safeguard;
  return {
    organisation: code,
    ...nameAndCountry({ name: content?.legalName ?? code, content }, language),
    ...(safeguard && { safeguard: sentencesIn(language).safeguards[safeguard] }),
  };
}

function controllerOf({ name, content }: Known): Shown['controllers'][number] {
  return {
    name,
    address: content?.contact.address ?? '',
    officer: content ? `${content.officer.name}, ${content.officer.contact}` : '',
  };
}

function itemOf(
  { category: code, fields }: NamedItem,
  category: Category | undefined,
  recipients: readonly string[],
  language: Language,
): Shown['items'][number] {
  const label = labelOf(code, category, language);
  const sensitivity = category?.sensitivity ?? 'special';
  return {
    category: code,
    label,
    plain: category ? textIn(category.plain, language) : '',
    sensitivity,
    ...(sensitivity === 'special' && {
      explicitStatement: explicitIn(recipients, label, language),
      explicitTemplate: sentencesIn(language).explicit('{recipients}', label),
    }),
    fields: fieldsIn(fields, category, language).map((field) => ({
      ...field,
      required: category?.fields.find(({ code: one }) => one === field.code)?.required ?? false,
    })),
  };
}

/** The explicit statement for a category that the person ticks, naming those who receive. */
export function explicitIn(recipients: readonly string[], label: string, language: Language): string {
  return sentencesIn(language).explicit(listIn(recipients, language), label);
}

/** The name of a category; its code when it is unknown. */
export function labelOf(code: string, category: Category | undefined, language: Language): string {
  return category ? textIn(category.label, language) : code;
}

/** Fields with their names and units, in the order they are given. */
export function fieldsIn(
  codes: readonly string[],
  category: Category | undefined,
  language: Language,
): NamedField[] {
  return codes.map((code) => {
    const field = category?.fields.find((one) => one.code === code);
    return {
      code,
      label: field ? textIn(field.label, language) : code,
      ...(field?.unit !== undefined && { unit: field.unit }),
    };
  });
}
