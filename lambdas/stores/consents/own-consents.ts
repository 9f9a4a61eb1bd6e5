import { individualOf } from '../../domain/identifiers.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Language } from '../../domain/values.ts';
import { type ConsentShown, consentShown } from '../../domain/wording/consent-shown.ts';
import type { Sealer } from '../../model/row.ts';
import { organisations, publishedNotices } from '../catalogue/catalogue.ts';
import { categoryDefinitions, organisationDefinitions } from '../catalogue/definitions.ts';
import type { Paging } from '../paging/list-page.ts';
import {
  consentPage,
  type FoundConsent,
  foundConsent,
  type OpenConsent,
  openConsents,
  sealedConsent,
  withUses,
} from './consents.ts';

/**
 * One page of the consents of the session's individual, newest first; those that do not open are left out.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export async function ownConsents(
  { tenant, individual }: SessionAuthority,
  sealer: Sealer,
  paging: Paging,
): Promise<{ readonly items: OpenConsent[]; readonly next?: string }> {
  const { items, ...more } = await consentPage(tenant.id, individual, paging, () => 'full');
  const rows = items.map(({ row }) => row);
  return { ...more, items: openConsents(await withUses(rows), sealer) };
}

/**
 * One consent that a session may see and end; it need not open.
 * @throws Problem `not-found` for any other
 */
export async function endableConsent(
  session: SessionAuthority,
  sealer: Sealer,
  consent: string,
): Promise<FoundConsent> {
  if (individualOf(consent) !== session.individual) throw new Problem('not-found');
  if (session.level === 'standing' && session.consent !== consent) throw new Problem('not-found');
  const sealed = await sealedConsent(session.tenant.id, consent);
  if (!sealed) throw new Problem('not-found');
  return foundConsent(sealed, sealer);
}

/**
 * One consent that a session may see.
 * @throws Problem `not-found` for any other; `unavailable` when it does not open
 */
export async function visibleConsent(
  session: SessionAuthority,
  sealer: Sealer,
  consent: string,
): Promise<OpenConsent> {
  const found = await endableConsent(session, sealer, consent);
  const { consent: opened } = found;
  if (!opened) throw new Problem('unavailable');
  return { ...found, consent: opened };
}

/** Consents of the session's individual in plain words: live ones first, and newest first among each. */
export async function consentsShown(
  { tenant: { id: tenant } }: SessionAuthority,
  opened: readonly OpenConsent[],
  language: Language,
  at: string,
): Promise<ConsentShown[]> {
  const consents = opened.map(({ consent }) => consent);
  const [notices, known, named, present] = await Promise.all([
    publishedNotices(
      tenant,
      consents.map(({ notice }) => notice),
    ),
    categoryDefinitions.inVersions(
      tenant,
      consents.map(({ versions }) => versions.categories),
    ),
    organisationDefinitions.inVersions(
      tenant,
      consents.map(({ versions }) => versions.organisations),
    ),
    organisations(
      tenant,
      consents.flatMap(({ organisation, recipients }) => [organisation, ...recipients]),
    ),
  ]);
  const noticeOf = ({ notice }: OpenConsent['consent']) =>
    notices.find(({ id, version }) => id === notice.id && version === notice.version)?.content;
  const dead = (consent: ConsentShown) => (consent.state === 'active' ? 0 : 1);
  return opened
    .map(({ consent, used, lastReadAt }, i) =>
      consentShown(
        {
          consent,
          used,
          lastReadAt,
          notice: noticeOf(consent),
          organisations: named[i] ?? {},
          categories: known[i] ?? {},
          present,
        },
        language,
        at,
      ),
    )
    .sort((a, b) => dead(a) - dead(b) || (a.grantedAt < b.grantedAt ? 1 : -1));
}
