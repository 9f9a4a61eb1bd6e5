import { encryptPart, hashOfPart } from '../../crypto/export-part.ts';
import { countsOf, plus } from '../../domain/counts.ts';
import { shards } from '../../domain/identifiers.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { declaredOf } from '../../model/registry.ts';
import { individualUses } from '../../model/row.ts';
import { type ExportPosition, exportPartRow, exportRow } from '../../model/statement-rows.ts';
import { partition, tenantRange } from '../../model/tables.ts';
import { putObject } from '../../platform/aws/s3.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { newPace, type Pace } from '../../platform/dynamodb/pace.ts';
import { queryPage } from '../../platform/dynamodb/reads.ts';
import { absent, equals } from '../../platform/dynamodb/transaction.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { commit } from '../commit/commit.ts';
import { exportRace, guards, type LeasedExport } from './lease.ts';
import { individualIn, lineOf, type Opener } from './lines.ts';
import { objectsOfExport } from './objects.ts';
import { openersOf, tenantOpener } from './openers.ts';

/** Bytes of lines in a part, at most: its text, encrypted and in base64url, is still one answer of the API. */
const partBytes = 3 * 1024 * 1024;
/** Rows read at once. */
const pageRows = 1000;

/** A range of an export's walk. */
interface Walked extends KeyRange {
  readonly name: string;
}

/** What an export walks through, in this order: the tenant's own range, its shards, and its log. */
function rangesOf(tenant: string): Walked[] {
  const table = individualRow.table;
  return [
    { name: tenantRange, table, pk: partition.range(tenant, tenantRange) },
    ...shards.map((shard) => ({ name: shard, table, pk: partition.range(tenant, shard), prefix: 'I#' })),
    ...shards.map((shard) => ({
      name: `log-${shard}`,
      table: entryRow.table,
      pk: partition.log(tenant, shard),
      prefix: 'E#',
    })),
  ];
}

/** A line, its kind, and the position after it. */
interface Line {
  readonly kind: string;
  readonly text: string;
  readonly at: ExportPosition;
}

/**
 * Makes parts of an export, from where the last one ended, until all rows are in one or the time is up. A part is an
 * object first, and then a row, in the transaction that moves the position: what dies in between leaves an object that
 * nothing names.
 * @returns whether all parts are made
 * @throws LostRace `export` when the export has ended, or another attempt has it
 */
export async function makeParts(leased: LeasedExport, at: string, timeIsUp: () => boolean): Promise<boolean> {
  let going = leased;
  let lines: Line[] = [];
  let bytes = 0;
  const cut = async (complete: boolean) => {
    const position = lines.at(-1)?.at;
    going = await makePart(going, lines, complete ? undefined : position, at);
    lines = [];
    bytes = 0;
  };
  for await (const line of linesOf(leased, timeIsUp)) {
    const length = Buffer.byteLength(line.text) + 1;
    if (lines.length > 0 && bytes + length > partBytes) await cut(false);
    lines.push(line);
    bytes += length;
  }
  // What was read in time is kept, too, so that every call moves on.
  const complete = !timeIsUp();
  if (lines.length > 0) await cut(complete);
  else if (complete && !going.row.complete) await endParts(going, at);
  return complete;
}

/** The lines of an export from its position on, until the time is up. */
async function* linesOf({ tenant, row }: LeasedExport, timeIsUp: () => boolean): AsyncGenerator<Line> {
  if (row.complete) return;
  const pace = newPace(timeIsUp);
  const ranges = rangesOf(tenant.id);
  const first = Math.max(
    ranges.findIndex(({ name }) => name === row.position?.range),
    0,
  );
  for (const range of ranges.slice(first)) {
    let after = range.name === row.position?.range ? row.position.after : undefined;
    for (let more = true; more; ) {
      if (timeIsUp()) return;
      const { pk } = range;
      const start = after === undefined ? undefined : { pk, sk: after };
      const page = await pace.call(() => queryPage({ ...range, start, limit: pageRows }));
      if (!page) continue;
      yield* linesIn(range.name, page.rows, { tenant, row }, pace);
      after = page.next?.sk;
      more = after !== undefined;
    }
  }
}

async function* linesIn(
  range: string,
  rows: readonly Row[],
  { tenant, row }: Pick<LeasedExport, 'tenant' | 'row'>,
  pace: Pace,
): AsyncGenerator<Line> {
  const people = rows[0]?.sk.startsWith('I#') ? [...new Set(rows.map(individualIn))] : [];
  const uses = row.scope === 'all' ? individualUses : (['case'] as const);
  const openers = await openersOf(tenant, row, people, uses, pace);
  const ofTenant = tenantOpener(tenant, pace);
  for (const found of rows) {
    const individual = people.length > 0 ? individualIn(found) : undefined;
    const open = individual === undefined ? ofTenant : openers.get(individual);
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

async function makePart(
  leased: LeasedExport,
  lines: readonly Line[],
  position: ExportPosition | undefined,
  at: string,
): Promise<LeasedExport> {
  const { tenant, row } = leased;
  const n = row.parts + 1;
  const counts = countsOf(lines.map(({ kind }) => kind));
  const text = lines.map((line) => `${line.text}\n`).join('');
  const jwe = await encryptPart(row.key, { export: row.id, n }, text);
  const object = `${objectsOfExport(tenant.id, row.id)}${n}-${newReference()}`;
  await putObject(object, Buffer.from(jwe, 'ascii'));
  const change = {
    position,
    ...(position === undefined && { complete: true as const }),
    parts: n,
    bytes: row.bytes + jwe.length,
    counts: plus(row.counts, counts),
  };
  const place: [string, string, number] = [tenant.id, row.id, n];
  await commit({ tenant, at }, [
    exportPartRow.put(
      place,
      { n, object, sha256: hashOfPart(jwe), bytes: jwe.length, counts },
      { if: absent, else: { race: exportRace } },
    ),
    exportRow.update(
      [tenant.id, row.id],
      { set: change, ...(position === undefined && { unset: ['position'] }) },
      { if: equals({ state: 'running', parts: row.parts }), else: { race: exportRace } },
    ),
    ...guards(leased),
  ]);
  return { ...leased, row: { ...row, ...change } };
}

/** Notes that no line comes after the last part: there is no part without any. */
async function endParts(leased: LeasedExport, at: string): Promise<void> {
  const { tenant, row } = leased;
  await commit({ tenant, at }, [
    exportRow.update(
      [tenant.id, row.id],
      { set: { complete: true }, unset: ['position'] },
      { if: equals({ state: 'running', parts: row.parts }), else: { race: exportRace } },
    ),
    ...guards(leased),
  ]);
}
