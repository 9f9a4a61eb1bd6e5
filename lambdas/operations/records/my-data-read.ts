import type { Handler } from '../../http/serve.ts';
import { recordSealer } from '../../stores/keys/open-record.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { personOf } from '../../stores/people/person.ts';
import {
  categoriesOnce,
  newestFirst,
  ownBytesAtMost,
  recordShown,
} from '../../stores/records/own-records.ts';
import { type RecordPosition, readShownPage, recordRanges } from '../../stores/records/sealed-records.ts';

/** The individual's own records, to read or to download; in parts when they do not fit into one answer. */
export const myDataRead: Handler<'my-data.read'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['record']);
  const { id: tenant, cursorSecret } = person.tenant;
  const binding = `my-data.read ${tenant} ${session.individual}`;
  const categoriesOf = categoriesOnce(tenant);
  const { items, next } = await readShownPage(
    recordRanges(tenant, session.individual),
    query.cursor === undefined
      ? { range: 0 }
      : openPosition<RecordPosition>(cursorSecret, binding, query.cursor),
    await recordSealer(person.kmsKey, person.keyed.keys),
    async (records) => {
      const known = await categoriesOf(records);
      return records.map(({ content }) => {
        const category = known.get(content.category);
        const fields = category?.fields.map(({ code }) => code) ?? Object.keys(content.fields);
        return recordShown(content, category, fields, query.language ?? session.language);
      });
    },
    ownBytesAtMost,
  );
  return {
    body: {
      records: newestFirst(items),
      ...(next && { next: sealPosition(cursorSecret, binding, next) }),
    },
  };
};
