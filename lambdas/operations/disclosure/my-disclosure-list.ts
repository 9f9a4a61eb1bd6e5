import type { individualsOperations } from '../../api/operations/individuals.ts';
import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import { shardOf } from '../../domain/identifiers.ts';
import type { Language } from '../../domain/values.ts';
import { sentencesIn } from '../../domain/wording/languages.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { rangePk, vaultPrefix } from '../../model/key-registry.ts';
import { as, type DisclosureContent, type DisclosureRow } from '../../model/rows.ts';
import { queryAll, type Row, read } from '../../platform/dynamodb/reads.ts';
import { categories, organisations } from '../../stores/catalogue/catalogue.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { personOf } from '../../stores/people/person.ts';

/** A place in the list: newest first, and by id among those of one instant. */
type Place = Pick<DisclosureRow, 'at' | 'id'>;

/**
 * Who looked, newest first, refusals included. Ids carry no time, so the instants of all entries are read and
 * sorted; only the entries of the page are opened.
 */
export const myDisclosureList: HandlerOf<typeof individualsOperations, 'my-disclosure.list'> = async (
  { query, at },
  session,
) => {
  const { person } = await personOf(session, at, ['case']);
  const { id: tenant, cursorSecret } = person.tenant;
  const binding = `my-disclosure.list ${tenant} ${session.individual}`;
  const after =
    query.cursor === undefined ? undefined : openPosition<Place>(cursorSecret, binding, query.cursor);
  const all = await queryAll({
    table: 'vault',
    pk: rangePk(tenant, shardOf(session.individual)),
    prefix: vaultPrefix.disclosures(session.individual),
    attributes: ['pk', 'sk', 'id', 'at'],
  });
  const rest = all
    .map((row) => as<DisclosureRow>(row))
    .sort(newer)
    .filter((row) => after === undefined || newer(after, row) < 0);
  const page = rest.slice(0, query.limit);
  const rows = await read(page.map(({ pk, sk }) => ({ table: 'vault' as const, key: { pk, sk } })));
  const last = page.at(-1);
  const sealer = await person.sealer('case');
  const entries = rows
    .filter((row): row is Row => row !== undefined)
    .map((found) => {
      const row = as<DisclosureRow>(found);
      return { row, ...sealer.open<DisclosureContent>('disclosure', row.id, 1, row.sealed).release() };
    });
  const payloads = entries.map(({ payload }) => payload);
  const [known, names] = await Promise.all([
    categories(tenant, [...new Set(payloads.flatMap((one) => one.asked.map((item) => item.category)))]),
    organisations(tenant, [...new Set(payloads.map((one) => one.organisation))].filter(Boolean)),
  ]);
  return {
    body: {
      items: entries.map((entry) => told(entry, known, names, query.language)),
      ...(last &&
        rest.length > page.length && {
          next: sealPosition(cursorSecret, binding, { at: last.at, id: last.id }),
        }),
    },
  };
};

function newer(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

/** An entry in plain words: what was released, or what was asked for and refused. */
function told(
  { row, payload }: DisclosureContent & { readonly row: DisclosureRow },
  known: Readonly<Record<string, Category>>,
  names: Readonly<Record<string, Organisation>>,
  language: Language,
) {
  const say = sentencesIn(language);
  const { organisation, staff, purpose, released, asked, refusal } = payload;
  const items = row.outcome === 'released' ? released : asked;
  return {
    id: row.id,
    at: row.at,
    organisation: names[organisation]?.legalName ?? (organisation || say.unknownOrganisation),
    staff,
    purpose: textAt(say.purposes, purpose) ?? purpose,
    outcome: row.outcome,
    ...(refusal !== undefined && { reason: textAt(say.refusals, refusal) ?? refusal }),
    items: items.map(({ category, fields }) => ({
      label: labelOf(category, known[category], language),
      fields: fieldsIn(fields ?? [], known[category], language).map(({ label }) => label),
    })),
  };
}

/** The text for a code, if there is one: stored codes may be older than this release. */
function textAt(texts: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}
