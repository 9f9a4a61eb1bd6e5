import { countsOf, plus } from '../../domain/counts.ts';
import { shards } from '../../domain/identifiers.ts';
import { leaseRow, type ReplayRow, replayRow } from '../../model/erasure-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { kindNameOf } from '../../model/registry.ts';
import { deploymentIdempotencyRow } from '../../model/session-rows.ts';
import { partition, restoredCopy, tenantRange } from '../../model/tables.ts';
import { fenceRow, tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { newPace, type Pace } from '../../platform/dynamodb/pace.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { rowsAtMost, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { ledgerOf } from '../erasure/ledger.ts';
import type { Held } from '../holds/held.ts';
import { changesOfTenantRows, lookedAt, type RowChange } from './changes.ts';
import { heldInCopy, wasShredded } from './held-people.ts';
import { readLogSince } from './log-since.ts';
import { changesInShard, type OfTenant } from './shard.ts';
import { contractReplayed, purgeReplayed } from './tenant-change.ts';

/** The present instant, and whether no new work may be begun. */
export interface Replaying {
  readonly at: string;
  readonly timeIsUp: () => boolean;
}

/** What the copy says of the replay; undefined before it has begun. */
export async function replayOf(): Promise<ReplayRow | undefined> {
  const [row] = await read([{ ...replayRow.at(), table: restoredCopy }]);
  return replayRow.from(row);
}

/**
 * Repeats on a restored copy of Vault everything that took something away since the restore point. Can be run again
 * from any point; continues where an earlier call stopped. Tenants go by their ids.
 * @param since the instant that the copy was restored to.
 * @returns what was done; `replayedAt` is set once all is
 */
export async function replay(since: string, run: Replaying): Promise<ReplayRow> {
  let now: ReplayRow = (await replayOf()) ?? { since, until: run.at, counts: {} };
  if (now.since !== since) throw new Error('this copy was restored to another instant');
  if (now.replayedAt !== undefined) return now;
  const save = async (next: ReplayRow) => {
    now = next;
    await writeCopy([replayRow.put([], next)]);
  };
  await save(now);
  const tenants = await tenantsOfCopy();
  for (const tenant of tenants) {
    if (now.tenant !== undefined && tenant < now.tenant) continue;
    if (run.timeIsUp()) return now;
    const from = now.tenant === tenant ? (now.positions ?? {}) : {};
    await save({ ...now, tenant, positions: from });
    const done: boolean = await replayTenant(tenant, from, run, now, save);
    if (!done) return now;
  }
  const answers = await queryAll({ table: restoredCopy, pk: partition.deployment, attributes: ['pk', 'sk'] });
  const own = answers.filter((row) => deploymentIdempotencyRow.is(row));
  if (!(await removeRows(restoredCopy, own, newPace(run.timeIsUp)))) return now;
  await save({ ...now, tenant: undefined, positions: undefined, replayedAt: run.at });
  return now;
}

/** Ids of the tenants of a copy, sorted. */
async function tenantsOfCopy(): Promise<string[]> {
  const rows = await queryAll({ table: restoredCopy, index: 'listing', pk: tenantList });
  return rows.flatMap(({ pk }) => /^T#([^#]+)#/.exec(pk)?.[1] ?? []).sort();
}

/**
 * Replays the rows of one tenant: its individuals first, since who of them stays decides what else does.
 * @returns whether it was done in time
 */
async function replayTenant(
  tenant: string,
  from: Positions,
  run: Replaying,
  before: ReplayRow,
  save: (row: ReplayRow) => Promise<void>,
): Promise<boolean> {
  const [found, secret] = await read([
    { ...tenantRow.at(tenant), table: restoredCopy },
    auditSecretRow.at(tenant),
  ]);
  const row = tenantRow.from(found);
  const [ledger] = await ledgerOf([{ tenant }]);
  const { at } = run;
  const pace = newPace(run.timeIsUp);
  const log = await readLogSince(tenant, before.since, before.until);
  const purged = ledger && { tenant, log, at, shredded: await wasShredded(tenant, ledger.epoch) };
  const of: OfTenant = { tenant, secret: secret && auditSecretRow.from(secret).secret, log, at, purged };
  let { counts } = before;
  let positions = from;
  const walk = async (names: readonly string[], changesIn: ChangesIn): Promise<boolean> => {
    const walked = await walkRanges(
      names.map((name) => ({ name, table: restoredCopy, pk: partition.range(tenant, name) })),
      positions,
      {
        attributes: walkedAttributes,
        pace,
        save: (now) => save({ ...before, tenant, positions: now, counts }),
      },
      async ({ pk }, rows, end) => {
        const { changes, upTo } = await changesIn(pk, rows, end);
        if (!(await apply(changes, pace))) return false;
        counts = plus(counts, countsOf(changes.map(nameOf)));
        return upTo === null || upTo;
      },
    );
    positions = walked.positions;
    await save({ ...before, tenant, positions, counts });
    return walked.finished;
  };
  if (!(await walk(shards, (pk, rows, end) => changesInShard(of, { pk, rows, end })))) return false;
  const held = purged && (await heldInCopy(purged));
  const ofTenant: ChangesIn = async (_, rows, end) => ({
    changes: changesInTenant(of, held, rows),
    upTo: end,
  });
  if (!(await walk([tenantRange], ofTenant))) return false;
  if (held && !(await removeRows(restoredCopy, fencesBut(tenant, held), pace))) return false;
  if (!row) return true;
  const writes = ledger && held ? await purgeReplayed(row, ledger, held, at) : contractReplayed(row, log, at);
  if (writes) await writeCopy(writes);
  else await removeRows(restoredCopy, [tenantRow.key(tenant), leaseRow.key(tenant)]);
  return true;
}

/** What becomes of a stretch of a range, and up to where that reaches. */
type ChangesIn = (
  pk: string,
  rows: readonly Row[],
  end: string | null,
) => Promise<{ readonly changes: readonly RowChange[]; readonly upTo: string | null }>;

const walkedAttributes = [...lookedAt, 'individual', 'attestation', 'roles', 'release', 'pending'];

/**
 * What becomes of the tenant's own rows. Of a purged tenant those stay that the purge leaves for somebody who is held;
 * and its own row and the lease, of which the purge decides.
 */
function changesInTenant(
  { secret, log }: OfTenant,
  held: Held | undefined,
  rows: readonly Row[],
): RowChange[] {
  const holds = new Set(held?.people.map(({ id }) => id));
  const stays = (row: Row) =>
    !held ||
    tenantRow.is(row) ||
    leaseRow.is(row) ||
    (held.keeps('vault', row) && !(holdRow.is(row) && !holds.has(holdRow.from(row).id)));
  return [
    ...rows.filter((row) => !stays(row)).map((row) => ({ row, write: 'remove' }) as const),
    ...changesOfTenantRows(rows.filter(stays), secret, log),
  ];
}

/** The fences of the shards in which nobody is held. */
const fencesBut = (tenant: string, held: Held) =>
  shards.filter((shard) => !held.shards.includes(shard)).map((shard) => fenceRow.key(tenant, shard));

const nameOf = ({ row, write }: RowChange) =>
  `${kindNameOf('vault', row) ?? 'unregistered'} ${write === 'remove' ? 'removed' : 'changed'}`;

/** Makes changes in the copy. What is written stands before anything is removed. */
async function apply(changes: readonly RowChange[], pace: Pace): Promise<boolean> {
  const removed = changes.flatMap(({ row, write }) => (write === 'remove' ? [row] : []));
  const writes = changes.flatMap(({ write }) => (write === 'remove' ? [] : [write]));
  for (let start = 0; start < writes.length; start += rowsAtMost)
    await writeCopy(writes.slice(start, start + rowsAtMost));
  return removeRows(restoredCopy, removed, pace);
}

/** Writes to the copy what was made for Vault. */
function writeCopy(writes: readonly Write[]): Promise<void> {
  return transact(writes.map((write) => ({ ...write, table: restoredCopy })));
}
