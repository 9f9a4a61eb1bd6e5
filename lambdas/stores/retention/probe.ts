import { shards } from '../../domain/identifiers.ts';
import { dataKeyRow } from '../../model/key-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { individualUses } from '../../model/row.ts';
import { type Positions, rowsOf } from '../../platform/dynamodb/walk.ts';
import type { ErasureRange } from '../erasure/scope.ts';
import { individualsOf } from '../erasure/tenant-ranges.ts';
import { canaryOpens } from '../keys/open-canary.ts';

/** What a probe has found, and how far it has come. */
export interface Probed {
  /** Individuals without all their keys, keys without their individual, and canaries that do not open. */
  readonly damaged: number;
  readonly positions: Positions;
  readonly finished: boolean;
}

/**
 * Checks that every individual of a tenant has all their keys, that every key belongs to an individual, and that the
 * canary of each shard opens. It reads nobody's data. Continues from where an earlier call stopped.
 */
export async function probe(
  tenant: string,
  kmsKey: string,
  from: Positions,
  timeIsUp: () => boolean,
): Promise<Probed> {
  const ranges = individualsOf(tenant).filter(({ name }) => from[name] !== null);
  const compared = await Promise.all(ranges.map((range) => compare(range, from[range.name], timeIsUp)));
  const closed = await Promise.all(
    shards.map((shard) =>
      canaryOpens(tenant, kmsKey, shard).then(
        (opens) => (opens ? 0 : 1),
        () => 1,
      ),
    ),
  );
  return {
    damaged: [...compared.map(({ damaged }) => damaged), ...closed].reduce((sum, one) => sum + one, 0),
    positions: { ...from, ...Object.fromEntries(compared.map(({ name, position }) => [name, position])) },
    finished: compared.every(({ position }) => position === null),
  };
}

interface Compared {
  readonly name: string;
  /** Individuals without all their keys, and keys without their individual. */
  readonly damaged: number;
  readonly position: string | null;
}

const keysOfAnyone = ['AUDIT', ...individualUses.map((use) => `K#${use}`)].sort();
const keysOfCanary = ['AUDIT', 'K#canary'];

/** Walks through the individuals of a shard and their keys in parallel; both are sorted in the same order. */
async function compare(
  range: ErasureRange,
  from: string | null | undefined,
  timeIsUp: () => boolean,
): Promise<Compared> {
  const start = from ?? undefined;
  const keys = byIndividual(rowsOf({ ...range, table: dataKeyRow.table }, ['sk'], start && `${start}~`));
  let next = await keys.next();
  let damaged = 0;
  for await (const row of rowsOf(range, ['pk', 'sk', 'canary'], start)) {
    if (!individualRow.is(row)) continue;
    for (; !next.done && next.value.individual < row.sk; next = await keys.next()) damaged++;
    const own = !next.done && next.value.individual === row.sk ? next.value.names : [];
    const wanted = row.canary === true ? keysOfCanary : keysOfAnyone;
    if (own.join() !== wanted.join()) damaged++;
    if (own.length > 0) next = await keys.next();
    if (timeIsUp()) return { name: range.name, damaged, position: row.sk };
  }
  for (; !next.done; next = await keys.next()) damaged++;
  return { name: range.name, damaged, position: null };
}

interface KeysOfOne {
  /** The sort key of the individual's own row in Vault. */
  readonly individual: string;
  readonly names: readonly string[];
}

async function* byIndividual(
  rows: AsyncIterable<{ readonly sk: string }>,
): AsyncGenerator<KeysOfOne, undefined> {
  let current: { individual: string; names: string[] } | undefined;
  for await (const { sk } of rows) {
    const [prefix = '', bits = '', ...name] = sk.split('#');
    const individual = `${prefix}#${bits}`;
    if (current && current.individual !== individual) {
      yield current;
      current = undefined;
    }
    current ??= { individual, names: [] };
    current.names.push(name.join('#'));
  }
  if (current) yield current;
  return undefined;
}
