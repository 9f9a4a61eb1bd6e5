import type { Handler } from '../../http/serve.ts';
import { recordSealer } from '../../stores/keys/open-record.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { personOf } from '../../stores/people/person.ts';
import { categoriesOf, newestFirst, ownBytesAtMost, recordShown } from '../../stores/records/own-records.ts';
import { openRecords, type RecordPosition, recordRanges } from '../../stores/records/sealed-records.ts';

/** The individual's own records, to read or to download; in parts when they do not fit into one answer. */
export const myDataRead: Handler<'my-data.read'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['record']);
  const { id: tenant, cursorSecret } = person.tenant;
  const binding = `my-data.read ${tenant} ${session.individual}`;
  const { records, next } = await openRecords(
    recordRanges(tenant, session.individual),
    await recordSealer(person.kmsKey, person.keyed.keys),
    ownBytesAtMost,
    query.cursor === undefined
      ? undefined
      : openPosition<RecordPosition>(cursorSecret, binding, query.cursor),
  );
  const known = await categoriesOf(tenant, records);
  return {
    body: {
      records: newestFirst(records).map((record) => {
        const category = known[record.category];
        const fields = category?.fields.map(({ code }) => code) ?? Object.keys(record.fields);
        return recordShown(record, category, fields, query.language ?? session.language);
      }),
      ...(next && { next: sealPosition(cursorSecret, binding, next) }),
    },
  };
};
