import type { Category } from '../../domain/catalogue/category.ts';
import { Problem } from '../../domain/problems.ts';
import type { Language } from '../../domain/values.ts';
import { type Shown, shownOf, type ToShow } from '../../domain/wording/shown.ts';
import { noticeVersion, type PublishedNotice } from '../catalogue/catalogue.ts';
import { categoryDefinitions, organisationDefinitions } from '../catalogue/definitions.ts';
import type { OpenRequest } from './open-request.ts';

/** Everything a request is shown with: its notice, the organisations it names, and the categories requested. */
export interface RequestContext {
  readonly published: PublishedNotice;
  readonly categories: Readonly<Record<string, Category>>;
  shown(language: Language): Shown;
}

/**
 * Reads the notice version, organisations and categories of a request, in the versions that it is bound to.
 * @throws Problem `unavailable` when the notice version does not exist
 */
export async function contextOf({ person, row, content }: OpenRequest): Promise<RequestContext> {
  const { id: tenant, timeZone } = person.tenant;
  const { versions } = content;
  const [notice, [known = {}], [organisations = {}]] = await Promise.all([
    noticeVersion(tenant, content.notice.id, content.notice.version),
    categoryDefinitions.inVersions(tenant, [versions.categories]),
    organisationDefinitions.inVersions(tenant, [versions.organisations]),
  ]);
  if (!notice) throw new Problem('unavailable');
  const { published } = notice;
  const toShow: ToShow = {
    organisation: row.organisation,
    content,
    notice: published.content,
    organisations,
    categories: known,
    timeZone,
  };
  return { published, categories: known, shown: (language) => shownOf(toShow, language) };
}
