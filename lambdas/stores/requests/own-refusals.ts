import { requestStateAt } from '../../domain/consents/consent.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { blockEnd } from '../../domain/requests/asking.ts';
import type { Language } from '../../domain/values.ts';
import { type RefusalShown, refusalShown } from '../../domain/wording/refusal-shown.ts';
import type { Sealer } from '../../model/row.ts';
import { organisations, publishedNotices } from '../catalogue/catalogue.ts';
import { categoryDefinitions, organisationDefinitions } from '../catalogue/definitions.ts';
import { decisionOn } from './deciding.ts';
import { newestRequestsOf, openedContent } from './requests.ts';

/**
 * What the session's individual refused of the hundred newest requests, newest first: confirmed by the code, refused
 * with the withdrawal of a consent to the same, or noted before the code and lapsed since.
 * @param sealer of the individual's use `case`.
 */
export async function refusalsShown(
  { tenant: { id: tenant }, individual }: SessionAuthority,
  sealer: Sealer,
  language: Language,
  at: string,
): Promise<RefusalShown[]> {
  const refused = (await newestRequestsOf(tenant, individual))
    .filter((row) => requestStateAt(row, at) === 'refused')
    .map((row) => ({ row, content: openedContent(row, sealer), decision: decisionOn(row, sealer) }));
  const [notices, categories, named, present] = await Promise.all([
    publishedNotices(
      tenant,
      refused.map(({ content }) => content.notice),
    ),
    categoryDefinitions.inVersions(
      tenant,
      refused.map(({ content }) => content.versions.categories),
    ),
    organisationDefinitions.inVersions(
      tenant,
      refused.map(({ content }) => content.versions.organisations),
    ),
    organisations(
      tenant,
      refused.map(({ row }) => row.organisation),
    ),
  ]);
  return refused
    .map(({ row, content, decision }, i) => {
      const refusedAt = decision?.at ?? row.refusedAt ?? row.lapsesAt;
      const { id: notice, version } = content.notice;
      const toShow = {
        id: row.id,
        at: refusedAt,
        blockedUntil: blockEnd(refusedAt),
        confirmed: decision !== undefined,
        organisation: row.organisation,
        purpose: content.purpose,
        items: content.items,
        notice: notices.find((one) => one.id === notice && one.version === version)?.content,
        organisations: named[i] ?? {},
        categories: categories[i] ?? {},
        present,
      };
      return refusalShown(toShow, language);
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}
