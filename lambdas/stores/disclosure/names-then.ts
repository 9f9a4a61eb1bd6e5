import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import { organisations } from '../catalogue/catalogue.ts';
import { categoryDefinitions, organisationDefinitions } from '../catalogue/definitions.ts';
import { itemsOf, type LogPage } from './disclosure-log.ts';

/** What an entry of the log names, as it was then, and the organisation as it is now. */
export interface EntryNames {
  readonly organisation: Organisation | undefined;
  readonly categories: Readonly<Record<string, Category>>;
  readonly present: Organisation | undefined;
}

export const nothingNamed: EntryNames = { organisation: undefined, categories: {}, present: undefined };

type Entries = LogPage['items'];

/**
 * What entries of a log name: for a release the versions that its consent is bound to, for a refusal what was in force
 * at its instant. What a requester made up is not among it.
 */
export async function namedIn(tenant: string, entries: Entries): Promise<EntryNames[]> {
  const refusals = entries.filter(({ payload }) => payload.versions === undefined);
  const [boundOrganisations, boundCategories, organisationThen, categoryThen, present] = await Promise.all([
    organisationDefinitions.inVersions(
      tenant,
      entries.map(({ payload: { organisation, versions } }) =>
        versions ? { [organisation]: versions.organisation } : {},
      ),
    ),
    categoryDefinitions.inVersions(
      tenant,
      entries.map(({ payload }) => payload.versions?.categories ?? {}),
    ),
    organisationDefinitions.history(tenant, organisationsIn(refusals)),
    categoryDefinitions.history(
      tenant,
      refusals.flatMap((one) => itemsOf(one).map(({ category }) => category)),
    ),
    organisations(tenant, organisationsIn(entries)),
  ]);
  return entries.map((entry, i) => {
    const { row, payload } = entry;
    const code = payload.organisation;
    if (payload.versions)
      return {
        organisation: boundOrganisations[i]?.[code],
        categories: boundCategories[i] ?? {},
        present: present[code],
      };
    return {
      organisation: organisationThen(code, row.at),
      categories: Object.fromEntries(
        itemsOf(entry).flatMap(({ category }) => {
          const then = categoryThen(category, row.at);
          return then ? [[category, then]] : [];
        }),
      ),
      present: present[code],
    };
  });
}

/** The codes of the organisations that read or tried to; nobody's is left out. */
function organisationsIn(entries: Entries): string[] {
  return entries.map(({ payload }) => payload.organisation).filter((code) => code !== '');
}
