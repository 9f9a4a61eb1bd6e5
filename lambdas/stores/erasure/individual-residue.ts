import { bitsOf, shardOf } from '../../domain/identifiers.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import {
  type ErasureRow,
  individualKeysSentinel,
  individualVaultSentinel,
} from '../../model/erasure-rows.ts';
import { dueMailList } from '../../model/outbox-rows.ts';
import { partition } from '../../model/tables.ts';
import { keysBelow } from '../../platform/aws/s3.ts';
import { pause } from '../../platform/dynamodb/backoff.ts';
import { queryAll, type Row, sortKeysIn } from '../../platform/dynamodb/reads.ts';
import { commit } from '../commit/commit.ts';
import type { Verdict } from './verification.ts';

/*
 * Looks for what is left of one individual. Like the search for a tenant's residue it lists the places by hand and
 * takes none from the scope that was swept.
 */

/** How often an index is read before what it shows counts as residue, and the wait between: some 150 ms. */
const indexTries = 40;
const betweenTries = 4;

/**
 * Verifies that nothing of an individual is left. It first plants a row in each of their ranges, and has to find both.
 */
export async function verifyIndividual(tenant: Tenant, erasure: ErasureRow, at: string): Promise<Verdict> {
  const { individual } = erasure;
  const planted = [individualKeysSentinel, individualVaultSentinel];
  await commit(
    { tenant, at },
    planted.map((kind) => kind.put([tenant.id, individual], {})),
  );
  const before = await rowsOf(tenant.id, erasure);
  await commit(
    { tenant, at },
    planted.map((kind) => kind.remove([tenant.id, individual])),
  );
  if (before.filter(isPlanted).length !== planted.length) return { verdict: 'blind', rows: 0 };
  const left = await rowsOf(tenant.id, erasure);
  if (left.length > 0) return { verdict: 'residue', rows: left.length };
  const exported = await exportedIn(tenant.id, erasure);
  if (exported > 0) return { verdict: 'residue', rows: exported };
  if (!(await isUnlisted(tenant.id, erasure))) return { verdict: 'residue', rows: 1 };
  return { verdict: 'clean', rows: 0 };
}

const isPlanted = (sk: string) => sk.endsWith('#PLANTED');

/** Sort keys of whatever lies in an individual's places, to the last page, consistently. */
async function rowsOf(tenant: string, { individual, pointers }: ErasureRow): Promise<string[]> {
  const own = { pk: partition.range(tenant, shardOf(individual)), prefix: `I#${bitsOf(individual)}` };
  const hashes = [pointers?.reference ?? '', pointers?.address ?? ''] as const;
  const found = await Promise.all([
    sortKeysIn({ table: 'keys', ...own }),
    sortKeysIn({ table: 'vault', ...own }),
    sortKeysIn({
      table: 'vault',
      pk: partition.range(tenant, shardOf(hashes[0])),
      prefix: `REF#${hashes[0]}`,
    }),
    sortKeysIn({
      table: 'vault',
      pk: partition.range(tenant, shardOf(hashes[1])),
      prefix: `ADDR#${hashes[1]}#${bitsOf(individual)}`,
    }),
  ]);
  return found.flat();
}

/** What is behind all shards of an export: the log, which names nobody any more. */
const behind = 'r';
/** Where a position is among the ranges that an export goes through: the tenant's own, the shards, the log. */
const place = (range: string, after = '') =>
  `${rangeLetters['t0123456789abcdef'.indexOf(range)] ?? behind}${after}`;
const rangeLetters = 'abcdefghijklmnopq';

/**
 * How many objects of exports may hold an individual: those of parts that reach over their rows, or over a legal hold
 * on them, and those that no part names, if they are older than what their export knows of the erasure.
 */
async function exportedIn(tenant: string, { individual, exports = {} }: ErasureRow): Promise<number> {
  const bits = bitsOf(individual);
  const pk = partition.range(tenant, 't');
  const theirs = [
    [place('t', `HOLD#${bits}`), place('t', `HOLD#${bits}`)],
    [place(shardOf(individual), `I#${bits}`), place(shardOf(individual), `I#${bits}#~`)],
  ] as const;
  const parts = (await queryAll({ table: 'vault', pk, prefix: 'EXPART#' })).map(asPart);
  const all = await queryAll({ table: 'vault', pk, prefix: 'EXPORT#' });
  // What was kept of others, for a reason of its own, is nothing of those who were there.
  const ofKept = new Set(all.filter(({ scope }) => scope === 'kept').map(({ id }) => id));
  const isYoung = (exp: string, erasures: number) => exports[exp] !== undefined && erasures >= exports[exp];
  const isFree = (part: ReturnType<typeof asPart>) =>
    ofKept.has(part.exp) ||
    isYoung(part.exp, part.erasures) ||
    theirs.every(([first, last]) => part.to < first || part.from >= last);
  const free = new Set(parts.filter(isFree).map(({ object }) => object));
  const held = parts.filter((part) => part.object !== undefined && !isFree(part)).length;
  let objects = 0;
  for await (const keys of keysBelow(`exports/${tenant}/`))
    for (const key of keys) {
      const [, , own, name = ''] = key.split('/');
      if (!free.has(key) && !isYoung(`exp_${own}`, Number(name.split('-')[1]))) objects++;
    }
  return Math.max(held, objects);
}

function asPart({ sk, from, to, erasures, made }: Row) {
  const position = (at: unknown, otherwise: string) => {
    const { range, after } = Object(at) as { range?: string; after?: string };
    return range === undefined ? otherwise : place(range, after);
  };
  const { object } = Object(made) as { object?: string };
  return {
    exp: sk.split('#')[1] ?? '',
    from: position(from, ''),
    to: position(to, `${behind}~`),
    erasures: Number(erasures),
    object,
  };
}

/** An index cannot be read consistently, so that each of its places has to be found empty twice in a row. */
async function isUnlisted(tenant: string, { individual, listedAt = [] }: ErasureRow): Promise<boolean> {
  const index = 'listing' as const;
  const mine = `I#${bitsOf(individual)}#`;
  const places = [
    ...listedAt.map(({ listPk, listSk }) => ({ table: 'vault', index, pk: listPk, prefix: listSk })),
    { table: 'vault', index, pk: dueMailList, prefix: `${tenant}#` },
  ];
  let empty = 0;
  for (let attempt = 0; attempt < indexTries; attempt++) {
    const found: string[] = [];
    for (const place of places) found.push(...(await sortKeysIn(place)).filter((sk) => sk.startsWith(mine)));
    empty = found.length === 0 ? empty + 1 : 0;
    if (empty === 2) return true;
    await pause(betweenTries);
  }
  return false;
}
