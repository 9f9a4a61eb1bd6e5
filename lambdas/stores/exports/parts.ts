import { encryptPart, hashOfPart } from '../../crypto/export-part.ts';
import { countsOf, plus } from '../../domain/counts.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { setOfKept } from '../../model/kept-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { declaredOf } from '../../model/registry.ts';
import { individualUses } from '../../model/row.ts';
import { type ExportPosition, type ExportRow, exportPartRow, exportRow } from '../../model/statement-rows.ts';
import { putObject } from '../../platform/aws/s3.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { LostRace } from '../../platform/dynamodb/lost-race.ts';
import { newPace, type Pace } from '../../platform/dynamodb/pace.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';
import { absent, unchanged } from '../../platform/dynamodb/transaction.ts';
import { commit, unlessLost } from '../commit/commit.ts';
import { exportRace, guards, type LeasedExport } from './lease.ts';
import { individualIn, lineOf, type Opener } from './lines.ts';
import { partsIn } from './made-parts.ts';
import { newObject } from './objects.ts';
import { always, keptOpenersOf, openedBy, openersOf, tenantOpener } from './openers.ts';
import { isOfKept, rangesIn, type Stretch } from './walk.ts';

/** Bytes of lines in a part, at most: its text, encrypted and in base64url, is still one answer of the API. */
const partBytes = 3 * 1024 * 1024;
/** Rows read at once. */
const pageRows = 1000;

/** A line, its kind, and the position after it. */
interface Line {
  readonly kind: string;
  readonly text: string;
  readonly at: ExportPosition;
}

/** What is to be made: the part of a number, and those behind it, of a stretch. */
interface Gap extends Stretch {
  readonly n: number;
  /** Whether that part was made before, and is to be made anew. */
  readonly anew: boolean;
}

/**
 * Makes parts of an export until all rows are in one or the time is up: from where the last one ended, and then those
 * that are to be made anew. A part is an object first, and then a row, in the transaction that moves the position: what
 * dies in between leaves an object that nothing names.
 * @returns whether all parts are made
 * @throws LostRace `export` when the export has ended or changed, or another attempt has it
 */
export async function makeParts(leased: LeasedExport, at: string, timeIsUp: () => boolean): Promise<boolean> {
  let going = leased;
  const { tenant, row } = leased;
  if (!row.complete) {
    const filled = await fill(going, { n: row.parts + 1, from: row.position, anew: false }, at, timeIsUp);
    if (!filled.finished) return false;
    going = filled.leased;
  }
  if (!row.holes) return true;
  for (const part of await partsIn(tenant.id, row.id)) {
    if (part.made) continue;
    const filled = await fill(going, { ...part, anew: true }, at, timeIsUp);
    if (!filled.finished) return false;
    going = filled.leased;
  }
  return true;
}

/** Makes the parts of a gap. */
async function fill(leased: LeasedExport, gap: Gap, at: string, timeIsUp: () => boolean) {
  let going = leased;
  let rest = gap;
  let lines: Line[] = [];
  let bytes = 0;
  const cut = async (end: ExportPosition | undefined) => {
    ({ leased: going, rest } = await makePart(going, { ...rest, lines, end }, at));
    lines = [];
    bytes = 0;
  };
  for await (const line of linesOf(leased, gap, at, timeIsUp)) {
    const length = Buffer.byteLength(line.text) + 1;
    if (lines.length > 0 && bytes + length > partBytes) await cut(lines.at(-1)?.at);
    lines.push(line);
    bytes += length;
  }
  // What was read in time is kept, too, so that every call moves on.
  const finished = !timeIsUp();
  if (lines.length > 0) await cut(finished ? undefined : lines.at(-1)?.at);
  else if (finished && rest.anew) await cut(undefined);
  else if (finished) going = await endParts(going, at);
  return { leased: going, finished };
}

/** The lines of a stretch, until the time is up. */
async function* linesOf(
  { tenant, row }: LeasedExport,
  stretch: Stretch,
  at: string,
  timeIsUp: () => boolean,
): AsyncGenerator<Line> {
  const pace = newPace(timeIsUp);
  for (const { range, until, ...begin } of rangesIn({ tenant: tenant.id, scope: row.scope }, stretch)) {
    let { after } = begin;
    for (let more = true; more; ) {
      if (timeIsUp()) return;
      const { pk } = range;
      const start = after === undefined ? undefined : { pk, sk: after };
      const page = await pace.call(() => queryPage({ ...range, start, limit: pageRows }));
      if (!page) continue;
      const rows = page.rows.filter(({ sk }) => until === undefined || sk <= until);
      yield* linesIn(range.name, rows, { tenant, row }, at, pace);
      after = page.next?.sk;
      more = after !== undefined && rows.length === page.rows.length;
    }
  }
}

async function* linesIn(
  range: string,
  rows: readonly Row[],
  { tenant, row }: Pick<LeasedExport, 'tenant' | 'row'>,
  at: string,
  pace: Pace,
): AsyncGenerator<Line> {
  const ofPeople = rows[0]?.sk.startsWith('I#') ?? false;
  const uses = row.scope === 'all' ? individualUses : (['case'] as const);
  const openOf = ofPeople
    ? await openedBy(individualIn, rows, (people) => openersOf(tenant, row, people, uses, pace))
    : isOfKept(range)
      ? await openedBy(setOfKept, rows, (sets) => keptOpenersOf(tenant, sets, at, pace))
      : always(tenantOpener(tenant, pace));
  for (const found of rows) {
    const individual = ofPeople ? individualIn(found) : undefined;
    const open = openOf(found);
    // Somebody who is erased, whose keys are gone already, or who came after the export began, has no lines.
    if (!open) continue;
    const { pk, sk } = found;
    const table = range.startsWith('log-') ? entryRow.table : individualRow.table;
    const kind = declaredOf(table, { pk, sk });
    const said = await saidOf(kind, found, open, row.scope);
    if (!said) continue;
    const text = JSON.stringify({
      kind: said.kind,
      ...(individual !== undefined && { individual }),
      ...said.said,
    });
    yield { kind: said.kind, text, at: { range, after: sk } };
  }
}

/** What a row says; that it cannot be read, where its seal is broken: the export of all others goes on. */
async function saidOf(
  kind: ReturnType<typeof declaredOf>,
  row: Row,
  open: Opener,
  scope: LeasedExport['row']['scope'],
) {
  try {
    const said = await lineOf(kind, row, open, scope);
    return said && kind ? { kind: kind.name, said } : undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SealBroken') throw error;
    return { kind: 'unreadable', said: { of: kind?.name, id: row.id } };
  }
}

/** Lines that become the part of a gap; what is behind `end` is still to be made. */
interface Cut extends Gap {
  readonly lines: readonly Line[];
  readonly end: ExportPosition | undefined;
}

async function makePart(
  leased: LeasedExport,
  { n, from, to, anew, lines, end }: Cut,
  at: string,
): Promise<{ readonly leased: LeasedExport; readonly rest: Gap }> {
  const { tenant, row } = leased;
  const { erasures = 0, holes = 0 } = row;
  const counts = countsOf(lines.map(({ kind }) => kind));
  const text = lines.map((line) => `${line.text}\n`).join('');
  const jwe = await encryptPart(row.key, { export: row.id, n }, text);
  const object = newObject(tenant.id, row.id, n, erasures);
  await putObject(object, Buffer.from(jwe, 'ascii'));
  const made = { object, sha256: hashOfPart(jwe), bytes: jwe.length, counts };
  const part = { n, from, to: end ?? to, erasures, made };
  const rest: Gap = { n: anew ? row.parts + 1 : n + 1, from: end, to, anew };
  const change = anew
    ? { parts: end ? rest.n : row.parts, holes: end ? holes : holes - 1 }
    : {
        parts: n,
        position: end,
        bytes: row.bytes + jwe.length,
        counts: plus(row.counts, counts),
        ...(!end && { complete: true as const }),
      };
  const next = { ...leased, row: { ...row, ...change } };
  const race = { race: exportRace };
  const place = (of: number): [string, string, number] => [tenant.id, row.id, of];
  const written = await unlessLost(exportRace, () =>
    commit({ tenant, at }, [
      exportPartRow.put(place(n), part, {
        if: anew ? unchanged({ n, made: undefined }) : absent,
        else: race,
      }),
      ...(anew && end
        ? [
            exportPartRow.put(
              place(rest.n),
              { n: rest.n, from: end, to, erasures },
              { if: absent, else: race },
            ),
          ]
        : []),
      exportRow.update(
        [tenant.id, row.id],
        { set: change, ...(!anew && !end && { unset: ['position'] }) },
        { if: asRead(row), else: race },
      ),
      ...guards(leased),
    ]),
  );
  if (written !== 'lost') return { leased: next, rest };
  // Nothing names it, and it may hold somebody who has been erased since.
  await putObject(object, new Uint8Array());
  throw new LostRace(exportRace);
}

/** Notes that no line comes after the last part: there is no part without any. */
async function endParts(leased: LeasedExport, at: string): Promise<LeasedExport> {
  const { tenant, row } = leased;
  await commit({ tenant, at }, [
    exportRow.update(
      [tenant.id, row.id],
      { set: { complete: true }, unset: ['position'] },
      { if: asRead(row), else: { race: exportRace } },
    ),
    ...guards(leased),
  ]);
  return { ...leased, row: { ...row, complete: true, position: undefined } };
}

/** Condition: the export is as it was read, and nobody in it was erased since. */
const asRead = ({ state, parts, erasures, holes }: ExportRow) => unchanged({ state, parts, erasures, holes });
