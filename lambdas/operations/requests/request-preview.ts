import { assertPending } from '../../domain/consents/consent.ts';
import { within } from '../../domain/disclosure/disclosure.ts';
import { type InputFault, Problem } from '../../domain/problems.ts';
import type { Item, NamedItem } from '../../domain/requests/request.ts';
import type { Handler } from '../../http/serve.ts';
import { categoryDefinitions } from '../../stores/catalogue/definitions.ts';
import { recordSealer } from '../../stores/keys/open-record.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { newestFirst, ownBytesAtMost, recordShown } from '../../stores/records/own-records.ts';
import { type RecordPosition, readShownPage, recordRanges } from '../../stores/records/sealed-records.ts';
import { openRequest } from '../../stores/requests/open-request.ts';

/** The values that would be released now under the request, or under the named part of it. */
export const requestPreview: Handler<'request.preview'> = async ({ path, body, at }, session) => {
  const { person, row, content } = await openRequest(session, path.request, at, ['case', 'record']);
  assertPending(session.tenant, row, at);
  const items = part(content.items, body.items);
  const { id: individual } = person.keyed.row;
  const { id: tenant, cursorSecret } = person.tenant;
  const binding = `request.preview ${row.id} ${JSON.stringify(items)}`;
  const codes = items.map(({ category }) => category);
  const [[known = {}], sealer] = await Promise.all([
    categoryDefinitions.inVersions(tenant, [content.versions.categories]),
    recordSealer(person.kmsKey, person.keyed.keys),
  ]);
  const { items: records, next } = await readShownPage(
    recordRanges(tenant, individual, codes),
    body.cursor === undefined
      ? { range: 0 }
      : openPosition<RecordPosition>(cursorSecret, binding, body.cursor),
    sealer,
    (found) =>
      found.map(({ content: record }) => {
        const item = items.find(({ category }) => category === record.category);
        if (!item || !within(content.period ?? {}, record.date)) return undefined;
        // A record that holds nothing of what is asked for would not be released either.
        if (!item.fields.some((field) => record.fields[field] !== undefined)) return undefined;
        return recordShown(record, known[record.category], item.fields, body.language);
      }),
    ownBytesAtMost,
  );
  return {
    body: {
      records: newestFirst(records),
      ...(next && { next: sealPosition(cursorSecret, binding, next) }),
    },
  };
};

/**
 * The part of the requested items that is named; all of them when nothing is.
 * @throws Problem `invalid-request` with pointers for items that were not requested
 */
function part(requested: readonly NamedItem[], wanted: readonly Item[] | undefined): readonly NamedItem[] {
  if (!wanted) return requested;
  const faults: InputFault[] = [];
  const items = wanted.map(({ category, fields }, i): NamedItem => {
    const own = requested.find((one) => one.category === category);
    if (!own) faults.push({ pointer: `/items/${i}/category`, detail: 'not asked for' });
    for (const [j, field] of (fields ?? []).entries())
      if (own && !own.fields.includes(field))
        faults.push({ pointer: `/items/${i}/fields/${j}`, detail: 'not asked for' });
    return { category, fields: fields ?? own?.fields ?? [] };
  });
  if (faults.length > 0) throw new Problem('invalid-request', { errors: faults });
  return items;
}
