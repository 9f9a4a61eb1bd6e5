import { individualRef } from '../../crypto/keyed-hash.ts';
import { countsOf, plus } from '../../domain/counts.ts';
import { erasureRow, leaseRow, type ReplayRow, replayRow } from '../../model/erasure-rows.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { kindNameOf } from '../../model/registry.ts';
import { deploymentIdempotencyRow } from '../../model/session-rows.ts';
import { partition, restoredCopy, tenantRange } from '../../model/tables.ts';
import { tenantList, tenantRow } from '../../model/tenant-rows.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { newPace, type Pace } from '../../platform/dynamodb/pace.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { rowsAtMost, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { type NamedRange, type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { ledgerOf } from '../erasure/ledger.ts';
import { rangeNames } from '../erasure/tenant-ranges.ts';
import {
  changesOfPerson,
  changesOfTenantRows,
  isDropped,
  lookedAt,
  personOf,
  pointedTo,
  type RowChange,
} from './changes.ts';
import { type LogSince, readLogSince } from './log-since.ts';
import { contractReplayed, purgeReplayed } from './tenant-change.ts';

/** The present instant, and whether no new work may be begun. */
export interface Replaying {
  readonly at: string;
  readonly timeIsUp: () => boolean;
}

/** A tenant at work. */
interface OfTenant extends Replaying {
  readonly tenant: string;
  readonly log: LogSince;
  readonly pace: Pace;
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
  await removeRows(restoredCopy, own, newPace(run.timeIsUp));
  await save({ ...now, tenant: undefined, positions: undefined, replayedAt: run.at });
  return now;
}

/** Ids of the tenants of a copy, sorted. */
async function tenantsOfCopy(): Promise<string[]> {
  const rows = await queryAll({ table: restoredCopy, index: 'listing', pk: tenantList });
  return rows.flatMap(({ pk }) => /^T#([^#]+)#/.exec(pk)?.[1] ?? []).sort();
}

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
  const [purged] = await ledgerOf([{ tenant }]);
  const pace = newPace(run.timeIsUp);
  const log = await readLogSince(tenant, before.since, before.until);
  const at: OfTenant = { ...run, tenant, log, pace };
  let { counts } = before;
  const visit = async (range: NamedRange, rows: Row[], end: string | null) => {
    const { changes, upTo } = purged
      ? { changes: allBut(rows), upTo: end }
      : range.name === tenantRange
        ? { changes: changesOfTenantRows(rows, secret && auditSecretRow.from(secret).secret, log), upTo: end }
        : await changesInShard(at, range, rows, end);
    if (!(await apply(changes, pace))) return false;
    counts = plus(counts, countsOf(changes.map(nameOf)));
    return upTo === null || upTo;
  };
  const walked = await walkRanges(
    rangeNames.map((name) => ({ name, table: restoredCopy, pk: partition.range(tenant, name) })),
    from,
    {
      attributes: [...lookedAt, 'individual', 'roles', 'release', 'pending'],
      pace,
      save: (positions) => save({ ...before, tenant, positions, counts }),
    },
    visit,
  );
  await save({ ...before, tenant, positions: walked.positions, counts });
  if (!walked.finished) return false;
  if (!row) return true;
  const writes = purged ? await purgeReplayed(row, purged, run.at) : contractReplayed(row, log, run.at);
  if (writes) await writeCopy(writes);
  else await removeRows(restoredCopy, [tenantRow.key(tenant), leaseRow.key(tenant)]);
  return true;
}

/** All rows of a purged tenant but its own and the lease, of which the purge decides. */
const allBut = (rows: readonly Row[]): RowChange[] =>
  rows.filter((row) => !tenantRow.is(row) && !leaseRow.is(row)).map((row) => ({ row, write: 'remove' }));

const nameOf = ({ row, write }: RowChange) =>
  `${kindNameOf('vault', row) ?? 'unregistered'} ${write === 'remove' ? 'removed' : 'changed'}`;

/** Sorts after every key of the individual before it. */
const endOfPerson = '#~';

/** What becomes of rows of a shard. The rows of its last individual are read to their end, wherever the stretch ends. */
async function changesInShard(
  { tenant, log, at }: OfTenant,
  { pk }: NamedRange,
  rows: readonly Row[],
  end: string | null,
): Promise<{ readonly changes: RowChange[]; readonly upTo: string | null }> {
  const people = Map.groupBy(rows, personOf);
  const others = people.get(undefined) ?? [];
  people.delete(undefined);
  const last = end === null ? undefined : personOf({ sk: end });
  let upTo = end;
  if (last !== undefined) {
    const prefix = `I#${last.slice(4)}`;
    people.set(last, await queryAll({ table: restoredCopy, pk, prefix, attributes: attributesOfPerson }));
    upTo = `${prefix}${endOfPerson}`;
  }
  const ids = [...people.keys()].filter((id) => id !== undefined);
  const pointed = others.map(pointedTo);
  const named = [...new Set([...ids, ...pointed.filter((id) => id !== undefined)])];
  const [ledger, secrets] = await Promise.all([
    ledgerOf(named.map((individual) => ({ tenant, individual }))),
    read(ids.map((id) => auditSecretRow.at(tenant, id))),
  ]);
  const erased = new Set(named.filter((_, i) => ledger[i] !== undefined));
  const changes = ids.flatMap((id, i): RowChange[] => {
    const own = people.get(id) ?? [];
    if (erased.has(id)) return own.map((row) => ({ row, write: 'remove' }));
    const secret = secrets[i];
    return changesOfPerson(own, secret && auditSecretRow.from(secret).secret, log, at);
  });
  for (const [i, row] of others.entries())
    if (
      isDropped(row) ||
      erased.has(pointed[i] ?? '') ||
      (erasureRow.is(row) && (await wasUndone(tenant, pointed[i] ?? '', log)))
    )
      changes.push({ row, write: 'remove' });
  return { changes, upTo };
}

/** Whether an erasure was undone since: it must not go on. Their data stay locked. */
async function wasUndone(tenant: string, individual: string, log: LogSince): Promise<boolean> {
  const [row] = await read([auditSecretRow.at(tenant, individual)]);
  const acts = row && log.byPerson.get(individualRef(auditSecretRow.from(row).secret));
  return acts?.some(({ type }) => type === 'erasure.undone') ?? false;
}

const attributesOfPerson = [...lookedAt, 'individual'];

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
