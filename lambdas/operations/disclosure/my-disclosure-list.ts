import type { Language } from '../../domain/values.ts';
import { renamed } from '../../domain/wording/consent-shown.ts';
import { logSentencesIn } from '../../domain/wording/log-sentences.ts';
import { fieldsIn, labelOf } from '../../domain/wording/shown.ts';
import type { Handler } from '../../http/serve.ts';
import { disclosureLog, itemsOf, type LogEntries } from '../../stores/disclosure/disclosure-log.ts';
import { type EntryNames, namedIn, nothingNamed } from '../../stores/disclosure/names-then.ts';
import { exportsCovering } from '../../stores/exports/covering.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { personOf } from '../../stores/people/person.ts';
import { ownBytesAtMost } from '../../stores/records/own-records.ts';

/**
 * Who read the individual's data or tried to, newest first; as many entries as are asked for and fit one answer. The
 * first answer has the exports that cover them as well.
 */
export const myDisclosureList: Handler<'my-disclosure.list'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const { id: tenant, cursorSecret } = person.tenant;
  const binding = `my-disclosure.list ${tenant} ${session.individual}`;
  const from =
    query.cursor === undefined
      ? undefined
      : openPosition<{ readonly before: string }>(cursorSecret, binding, query.cursor);
  const [{ items, more }, exports] = await Promise.all([
    disclosureLog(tenant, session.individual, () => caseSealer(person.kmsKey, person.keyed.keys), {
      limit: query.limit,
      before: from?.before,
    }),
    from ? undefined : exportsCovering(person.tenant, person.keyed.row),
  ]);
  const named = await namedIn(tenant, items);
  const all = items.map((entry, i) =>
    inWords(entry, named[i] ?? nothingNamed, query.language ?? session.language),
  );
  const shown = fitting(all);
  const last = more || shown.length < all.length ? shown.at(-1) : undefined;
  return {
    body: {
      items: shown,
      ...(exports && { exports }),
      ...(last && { next: sealPosition(cursorSecret, binding, { before: last.id }) }),
    },
  };
};

/** The first entries that fit one answer together, and one at least. */
function fitting<T extends object>(entries: readonly T[]): T[] {
  let bytes = 0;
  return entries.filter((entry, i) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return i === 0 || bytes <= ownBytesAtMost;
  });
}

/** A disclosure in plain words: what was released, or what was requested and refused. */
function inWords(
  entry: LogEntries[number],
  { categories: known, organisation: then, present }: EntryNames,
  language: Language,
) {
  const say = logSentencesIn(language);
  const { row, payload } = entry;
  const { organisation, staff, purpose, refusal } = payload;
  const items = itemsOf(entry);
  // Codes of a requester's own making are no words for an individual to read.
  const named = items.filter(({ category }) => known[category]);
  return {
    id: row.id,
    at: row.at,
    organisation: then?.legalName ?? (organisation || say.unknownOrganisation),
    ...renamed(then, present),
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
