import { type LoggedAct, takingTypes } from '../../domain/restore/logged-act.ts';
import { type EntryRow, entryList, entryRow, leafRow } from '../../model/audit-rows.ts';
import { placeInList } from '../../model/row.ts';
import { queryPage, read } from '../../platform/dynamodb/reads.ts';
import { after } from '../../platform/runtime/clock.ts';

/** An act as the log has it: the references of whom and what it is about. */
export interface SeenAct extends LoggedAct {
  readonly objectRef: string | null;
  readonly individualRef: string | null;
}

/** What was taken away in a tenant since a restore point, oldest first. */
export interface LogSince {
  /** Acts about objects, by the object's reference. */
  readonly byObject: ReadonlyMap<string, readonly SeenAct[]>;
  /** Acts about individuals, by the individual's reference; of releases the last alone. */
  readonly byPerson: ReadonlyMap<string, readonly SeenAct[]>;
  /** Acts about the contract. */
  readonly ofTenant: readonly SeenAct[];
}

/**
 * Seconds before the restore point from which entries are read: an entry names the instant at which its call began, and
 * clocks differ. To repeat what the copy has already changes nothing in it.
 */
const margin = 300;

/** Reads what was taken away in a tenant between two instants, from its log. */
export async function readLogSince(tenant: string, since: string, until: string): Promise<LogSince> {
  const from = after(since, -margin);
  const { table, partitions, prefix = '' } = entryList(tenant);
  const found = await Promise.all(partitions.map((pk) => seenIn({ table, pk, prefix }, from, until)));
  const acts = found.flat().sort((a, b) => (a.at < b.at ? -1 : 1));
  const released = new Map(acts.filter(isRelease).map((act) => [act.individualRef, act]));
  const kept = acts.filter((act) => !isRelease(act) || released.get(act.individualRef) === act);
  return {
    byObject: Map.groupBy(kept, ({ objectRef }) => objectRef ?? ''),
    byPerson: Map.groupBy(kept, ({ individualRef }) => individualRef ?? ''),
    // A hold on one individual stops the purge as well: the copy does not know whom it kept.
    ofTenant: kept.filter(
      ({ individualRef, objectRef, type }) =>
        (individualRef === null && objectRef === null) || type === 'hold.set',
    ),
  };
}

const isRelease = ({ type }: LoggedAct) => type === 'disclosure.released';
const wanted: readonly string[] = takingTypes;

/** Reads one partition of the list from its newest entry back to `from`. */
async function seenIn(
  range: { readonly table: string; readonly pk: string; readonly prefix: string },
  from: string,
  until: string,
): Promise<SeenAct[]> {
  const first = `${range.prefix}${from}`;
  const before = `${range.prefix}${placeInList(until, '~')}`;
  const acts: SeenAct[] = [];
  for (let start: Record<string, string> | undefined; ; ) {
    const page = await queryPage({ ...range, index: 'listing', before, backwards: true, start });
    const places = page.rows.filter(({ listSk }) => String(listSk) >= first);
    const rows = await read(places.map(({ pk, sk }) => ({ table: range.table, key: { pk, sk } })));
    const entries = rows.flatMap((row) => (row ? [entryRow.from(row)] : []));
    acts.push(...(await seen(entries.filter(({ body }) => wanted.includes(body.type)))));
    if (!page.next || places.length < page.rows.length) return acts;
    start = page.next;
  }
}

async function seen(entries: readonly EntryRow[]): Promise<SeenAct[]> {
  const leaves = await read(entries.map(({ id, body }) => leafRow.at(body.tenant, id)));
  return entries.map(({ id, body }, i) => {
    const { type, at, version, actorRef, individualRef, objectRef } = body;
    const own = individualRef !== null && actorRef === individualRef;
    const leaf = leafRow.from(leaves[i])?.leaf ?? '';
    return { type, at, version, own, entry: id, leaf, objectRef, individualRef };
  });
}
