import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import { organisations } from '../catalogue/catalogue.ts';
import { categoryDefinitions, type Moment, organisationDefinitions } from '../catalogue/definitions.ts';
import { itemsOf, type LogEntries } from './disclosure-log.ts';

/** What an entry of the log names, as it was then, and the organisation as it is now. */
export interface EntryNames {
  readonly organisation: Organisation | undefined;
  readonly categories: Readonly<Record<string, Category>>;
  readonly present: Organisation | undefined;
}

export const nothingNamed: EntryNames = { organisation: undefined, categories: {}, present: undefined };

/**
 * What entries of a log name: for a release the versions that its consent is bound to, for a refusal what was in force
 * at its instant. What a requester made up is not among it.
 */
export async function namedIn(tenant: string, entries: LogEntries): Promise<EntryNames[]> {
  const organisationOf = ({ row, payload }: LogEntries[number]): Moment[] =>
    payload.versions || payload.organisation === '' ? [] : [{ code: payload.organisation, instant: row.at }];
  const categoriesOf = (entry: LogEntries[number]): Moment[] =>
    entry.payload.versions
      ? []
      : itemsOf(entry).map(({ category }) => ({ code: category, instant: entry.row.at }));
  const [boundOrganisations, boundCategories, organisationsThen, categoriesThen, present] = await Promise.all(
    [
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
      organisationDefinitions.inForce(tenant, entries.map(organisationOf)),
      categoryDefinitions.inForce(tenant, entries.map(categoriesOf)),
      organisations(tenant, organisationsIn(entries)),
    ],
  );
  return entries.map(({ payload: { organisation: code } }, i) => ({
    organisation: { ...boundOrganisations[i], ...organisationsThen[i] }[code],
    categories: { ...boundCategories[i], ...categoriesThen[i] },
    present: present[code],
  }));
}

/** The codes of the organisations that read or tried to; nobody's is left out. */
function organisationsIn(entries: LogEntries): string[] {
  return entries.map(({ payload }) => payload.organisation).filter((code) => code !== '');
}
