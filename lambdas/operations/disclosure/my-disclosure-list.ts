import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import type { Language } from '../../domain/values.ts';
import { sentencesIn } from '../../domain/wording/languages.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import type { Handler } from '../../http/serve.ts';
import { categories, organisations } from '../../stores/catalogue/catalogue.ts';
import { disclosureLog, type LogPage, type LogPlace } from '../../stores/disclosure/disclosure-log.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { personOf } from '../../stores/people/person.ts';

/** Who read the individual's data or tried to, newest first. */
export const myDisclosureList: Handler<'my-disclosure.list'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const { id: tenant, cursorSecret } = person.tenant;
  const binding = `my-disclosure.list ${tenant} ${session.individual}`;
  const after =
    query.cursor === undefined ? undefined : openPosition<LogPlace>(cursorSecret, binding, query.cursor);
  const { items, next } = await disclosureLog(
    tenant,
    session.individual,
    () => caseSealer(person.kmsKey, person.keyed.keys),
    {
      limit: query.limit,
      after,
    },
  );
  const [known, names] = await Promise.all([
    categories(tenant, [...new Set(items.flatMap((one) => itemsOf(one).map(({ category }) => category)))]),
    organisations(tenant, [...new Set(items.map(({ payload }) => payload.organisation))].filter(Boolean)),
  ]);
  return {
    body: {
      items: items.map((entry) => inWords(entry, known, names, query.language ?? session.language)),
      ...(next && { next: sealPosition(cursorSecret, binding, next) }),
    },
  };
};

/** What a disclosure is shown with: what was released, or what was requested and refused. */
function itemsOf({ row, payload }: LogPage['items'][number]) {
  return row.outcome === 'released' ? payload.released : payload.asked;
}

/** A disclosure in plain words: what was released, or what was requested and refused. */
function inWords(
  entry: LogPage['items'][number],
  known: Readonly<Record<string, Category>>,
  names: Readonly<Record<string, Organisation>>,
  language: Language,
) {
  const say = sentencesIn(language);
  const { row, payload } = entry;
  const { organisation, staff, purpose, refusal } = payload;
  const items = itemsOf(entry);
  // Codes of a requester's own making are no words for an individual to read.
  const named = items.filter(({ category }) => known[category]);
  return {
    id: row.id,
    at: row.at,
    organisation: names[organisation]?.legalName ?? (organisation || say.unknownOrganisation),
    staff,
    purpose: textAt(say.purposes, purpose) ?? purpose,
    outcome: row.outcome,
    ...(refusal !== undefined && { reason: textAt(say.refusals, refusal) ?? refusal }),
    items: [
      ...named.map(({ category, fields }) => ({
        label: labelOf(category, known[category], language),
        fields: fieldsIn(
          (fields ?? []).filter((code) => known[category]?.fields.some((field) => field.code === code)),
          known[category],
          language,
        ).map(({ label }) => label),
      })),
      ...(named.length < items.length ? [{ label: say.unknownData, fields: [] }] : []),
    ],
  };
}

/** The text for a code; undefined for one that this release does not know, since stored codes may be older. */
function textAt(texts: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}
