import { SealBroken } from '../../crypto/sealing.ts';
import type { Keep } from '../../domain/catalogue/keeping.ts';
import { type Duty, dutyToAccount, dutyToKeep } from '../../domain/erasure/keeping.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { consentRow } from '../../model/consent-rows.ts';
import type { KeptLine } from '../../model/kept-rows.ts';
import { rangeBelow } from '../../model/places.ts';
import { recordRow } from '../../model/record-rows.ts';
import { declaredOf } from '../../model/registry.ts';
import { requestRow } from '../../model/request-rows.ts';
import { receiptRow } from '../../model/statement-rows.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { lineOf, type Opener } from '../exports/lines.ts';
import { dutifulCategories } from './duties.ts';

/** A range of somebody's rows of which some stay, by a name that orders the ranges. */
export interface Source {
  readonly name: string;
  readonly range: KeyRange;
  readonly keep?: Keep | undefined;
}

/** A line that stays, and under which duty. */
export interface Staying {
  readonly duty: Duty;
  readonly line: KeptLine;
}

/**
 * What may stay of somebody, in its order: records of the categories that a law demands to keep, then what proves what
 * was asked, decided and done.
 */
export async function sourcesOf({ id }: Tenant, individual: string): Promise<Source[]> {
  const dutiful = (await dutifulCategories(id, individual)).map(
    ({ category16, keep, range }): Source => ({ name: `law-${category16}`, range, keep }),
  );
  const proofs = ['#C', '#Q#', '#T#'].map((prefix) => ({
    name: `proof-${prefix}`,
    range: rangeBelow(id, individual, prefix),
  }));
  return [...dutiful, ...proofs].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const proving: readonly string[] = [consentRow.name, requestRow.name, receiptRow.name];

/**
 * The line of a row that stays; undefined for one that does not, or that does not open: nothing of it can be kept, and
 * nobody's erasure waits for it.
 */
export async function stayingOf(
  { keep }: Source,
  row: Row,
  open: Opener,
  { timeZone }: Pick<Tenant, 'timeZone'>,
  at: string,
): Promise<Staying | undefined> {
  const kind = declaredOf('vault', row);
  if (!kind || !(keep ? recordRow.is(row) : proving.includes(kind.name))) return undefined;
  const line = await keptLineOf(row, open);
  if (!line) return undefined;
  const duty = keep
    ? dutyToKeep(keep, { storedAt: recordRow.from(row).storedAt, date: String(line.date) }, timeZone, at)
    : dutyToAccount(timeZone, at);
  return duty && { duty, line };
}

/** The line of a row as it is kept; undefined when the row has none, or does not open. */
export async function keptLineOf(row: Row, open: Opener): Promise<KeptLine | undefined> {
  const kind = declaredOf('vault', row);
  try {
    const said = await lineOf(kind, row, open, 'all');
    return kind && said && unlinked({ ...said, kind: kind.name });
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

/**
 * Members that would lead from a line into the audit log: entries, their leaves, and the signatures that name these.
 */
const leading: ReadonlySet<string> = new Set(['entry', 'leaf', 'statement', 'proof', 'session', 'bodyHash']);

/** The same without what leads into the audit log, whose entries are to point to nobody once the person is erased. */
function unlinked(line: KeptLine): KeptLine {
  const bare = JSON.stringify(line, (name, value) => (leading.has(name) ? undefined : value));
  return JSON.parse(bare) as KeptLine;
}
