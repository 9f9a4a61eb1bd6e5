import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import { consentStateAt } from '../../domain/consents/consent.ts';
import { individualOf } from '../../domain/identifiers.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Language } from '../../domain/values.ts';
import { sentencesIn } from '../../domain/wording/languages.ts';
import { inner } from '../../domain/wording/plain.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import type { Sealer } from '../../model/row.ts';
import {
  categories,
  organisations,
  type PublishedNotice,
  publishedNotices,
} from '../../stores/catalogue/catalogue.ts';
import { consentsOf, type OpenConsent } from '../../stores/consents/consents.ts';

type MyConsent = AnswerOf<RowNamed<'my-consent.read'>>;

/**
 * The consents that a session may see: all of its individual's, or only the one that a withdrawal link belongs to.
 */
export async function visibleConsents(session: SessionAuthority, sealer: Sealer): Promise<OpenConsent[]> {
  const consents = await consentsOf(session.tenant.id, session.individual, sealer);
  return session.level === 'standing' ? consents.filter(({ row }) => row.id === session.consent) : consents;
}

/**
 * One consent that a session may see.
 * @throws Problem `not-found` for any other
 */
export async function visibleConsent(
  session: SessionAuthority,
  sealer: Sealer,
  consent: string,
): Promise<OpenConsent> {
  if (individualOf(consent) !== session.individual) throw new Problem('not-found');
  const found = (await visibleConsents(session, sealer)).find(({ row }) => row.id === consent);
  if (!found) throw new Problem('not-found');
  return found;
}

/** Consents in plain words, in a language: live ones first, and newest first among each. */
export async function consentsShown(
  tenant: string,
  opened: readonly OpenConsent[],
  language: Language,
  at: string,
): Promise<MyConsent[]> {
  const consents = opened.map(({ consent }) => consent);
  const [notices, known, names] = await Promise.all([
    publishedNotices(
      tenant,
      consents.map(({ notice }) => notice),
    ),
    categories(tenant, [...new Set(consents.flatMap(({ items }) => items.map((item) => item.category)))]),
    organisations(tenant, [...new Set(consents.map(({ organisation }) => organisation))]),
  ]);
  const dead = (consent: MyConsent) => (consent.state === 'active' ? 0 : 1);
  return opened
    .map((one) => shownOf(one, { notices, known, names }, language, at))
    .sort((a, b) => dead(a) - dead(b) || (a.grantedAt < b.grantedAt ? 1 : -1));
}

interface Known {
  readonly notices: readonly PublishedNotice[];
  readonly known: Readonly<Record<string, Category>>;
  readonly names: Readonly<Record<string, Organisation>>;
}

function shownOf(
  { consent, used }: OpenConsent,
  { notices, known, names }: Known,
  language: Language,
  at: string,
): MyConsent {
  const say = sentencesIn(language);
  const organisation = names[consent.organisation]?.legalName ?? consent.organisation;
  const notice = notices.find(
    ({ id, version }) => id === consent.notice.id && version === consent.notice.version,
  );
  const ended = consent.events.find(({ type }) => type !== 'granted');
  return {
    id: consent.id,
    organisation: { name: organisation },
    purpose: notice ? inner(notice.content.purpose.sentence, language) : consent.purpose,
    items: consent.items.map(({ category, fields }) => ({
      category,
      label: labelOf(category, known[category], language),
      fields: fieldsIn(fields, known[category], language),
    })),
    reads: consent.reads,
    readsUsed: used,
    grantedAt: consent.grantedAt,
    until: consent.until,
    ...(ended && { endedAt: ended.at }),
    assurance: consent.assurance,
    state: consentStateAt(consent, used, at),
    withdrawSentence: say.withdraw(organisation),
    version: consent.version,
  };
}
