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
  const payloads = items.map(({ payload }) => payload);
  const [known, names] = await Promise.all([
    categories(tenant, [...new Set(payloads.flatMap((one) => one.asked.map((item) => item.category)))]),
    organisations(tenant, [...new Set(payloads.map((one) => one.organisation))].filter(Boolean)),
  ]);
  return {
    body: {
      items: items.map((entry) => inWords(entry, known, names, query.language)),
      ...(next && { next: sealPosition(cursorSecret, binding, next) }),
    },
  };
};

/** A disclosure in plain words: what was released, or what was requested and refused. */
function inWords(
  { row, payload }: LogPage['items'][number],
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

/** The text for a code; undefined for one that this release does not know, since stored codes may be older. */
function textAt(texts: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}
