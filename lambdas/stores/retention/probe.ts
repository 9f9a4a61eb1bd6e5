import { shards } from '../../domain/identifiers.ts';
import { individualRow } from '../../model/people-rows.ts';
import { individualUses } from '../../model/row.ts';
import { newPace } from '../../platform/dynamodb/pace.ts';
import { type Row, read } from '../../platform/dynamodb/reads.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { individualsOf } from '../erasure/tenant-ranges.ts';
import { canaryOpens } from '../keys/open-canary.ts';

/** What a probe has found, and how far it has come. */
export interface Probed {
  /** Individuals without their row or one of their keys, and canaries that do not open. */
  readonly damaged: number;
  readonly positions: Positions;
}

/**
 * Checks that every individual who has keys has their own row and all their keys, and that the canary of each shard
 * opens. It walks through Keys and reads nobody's data, so that its price is that of the individuals, not of their
 * records. Continues from where an earlier call stopped.
 * @param save keeps what was found so far, about once a minute and before an error is passed on.
 */
export async function probe(
  tenant: string,
  kmsKey: string,
  from: Probed,
  timeIsUp: () => boolean,
  save: (probed: Probed) => Promise<void>,
): Promise<Probed & { readonly finished: boolean }> {
  let { damaged } = from;
  const pace = newPace(timeIsUp);
  const walked = await walkRanges(
    individualsOf(tenant),
    from.positions,
    { attributes: ['pk', 'sk'], pace, save: (positions) => save({ damaged, positions }) },
    async (_, rows, end) => {
      const whole = end === null ? rows : rows.slice(0, startOfLast(rows));
      // Ranges are walked at once: the sum is read after the wait and not before it.
      const more = await damagedIn(whole);
      damaged += more;
      return end === null || (whole.at(-1)?.sk ?? false);
    },
  );
  if (!walked.finished) return { damaged, ...walked };
  const closed = await Promise.all(shards.map((shard) => isClosed(tenant, kmsKey, shard)));
  return { damaged: damaged + closed.filter(Boolean).length, ...walked };
}

/** Where the keys of the last individual start: a stretch may end amid them. */
function startOfLast(rows: readonly Row[]): number {
  const last = ownKeyOf(rows.at(-1));
  return rows.findIndex((row) => ownKeyOf(row) === last);
}

/** The sort key of an individual's own row, from one of their keys. */
const ownKeyOf = (row: Row | undefined) => row?.sk.split('#').slice(0, 2).join('#');

async function isClosed(tenant: string, kmsKey: string, shard: string): Promise<boolean> {
  try {
    return !(await canaryOpens(tenant, kmsKey, shard));
  } catch {
    return true;
  }
}

const keysOfAnyone = ['AUDIT', ...individualUses.map((use) => `K#${use}`)].sort().join();
const keysOfCanary = ['AUDIT', 'K#canary'].join();
/** How many own rows one call reads. */
const rowsInCall = 100;

/** How many of the individuals that these rows of Keys name miss a key or their own row. */
async function damagedIn(rows: readonly Row[]): Promise<number> {
  const people = Map.groupBy(rows, ({ pk, sk }) => `${pk} ${ownKeyOf({ pk, sk })}`);
  const all = [...people].map(([name, keys]) => {
    const [pk = '', sk = ''] = name.split(' ');
    return { own: { pk, sk }, names: keys.map((key) => key.sk.slice(sk.length + 1)).join() };
  });
  let damaged = 0;
  for (let start = 0; start < all.length; start += rowsInCall) {
    const some = all.slice(start, start + rowsInCall);
    const found = await read(some.map(({ own }) => ({ table: individualRow.table, key: own })));
    damaged += some.filter(({ names }, i) => {
      const row = found[i];
      return !row || names !== (row.canary === true ? keysOfCanary : keysOfAnyone);
    }).length;
  }
  return damaged;
}
