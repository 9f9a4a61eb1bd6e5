import { objectRef } from '../../crypto/keyed-hash.ts';
import { SealBroken } from '../../crypto/sealing.ts';
import { type Counts, countsOf, plus } from '../../domain/counts.ts';
import { shardOf, shards } from '../../domain/identifiers.ts';
import { type ProofRow, proofRow, type ReplayRow } from '../../model/erasure-rows.ts';
import { auditSecretRow, dataKeyRow, shardSecretRow } from '../../model/key-rows.ts';
import { kindNameOf } from '../../model/registry.ts';
import { restoredCopy } from '../../model/tables.ts';
import { removeRows } from '../../platform/dynamodb/batches.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { read, scanPage, sortKeysIn } from '../../platform/dynamodb/reads.ts';
import { isThrottle } from '../../platform/dynamodb/throttle.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { ledgerOf } from '../erasure/ledger.ts';
import { canaryOpens } from '../keys/open-canary.ts';
import { type LogSince, readLogSince } from './log-since.ts';

/*
 * Looks at a copy after the replay, by other code than what changed it: it reads the whole table, whatever the lists in
 * it say, and takes no rule from the replay. Do not share any with it.
 */

/** What was found in a copy; only `open` and `living` are as they should be when they are not zero. */
export interface Proof {
  /** Rows by what is wrong with them; empty when nothing is. */
  readonly faults: Counts;
  /** Canaries that opened, and those that should. */
  readonly open: number;
  readonly living: number;
}

/** Rows of a page: with what is looked up for them, they take seconds. */
const pageRows = 500;
/** Tenants whose logs are kept in memory: a scan comes back to each of them. */
const tenantsAtOnce = 50;

/** Rows that nobody may find in a copy. */
const droppedKeys = /^(?:I#[0-9a-f]{32}#[LSXM]#|IDEM#|MAIL#|EXPORTING$)/;
const personKeys = /^I#([0-9a-f]{32})(#.*)?$/;

/** What is known of a tenant that has rows in the copy. */
interface Known {
  readonly log: LogSince;
  /** Its own row; undefined when the copy has none. */
  readonly row: Row | undefined;
  /** Bits of the individuals who are held, when its purge is committed: then nobody else may be there. */
  readonly held: ReadonlySet<string> | undefined;
}

/**
 * Proves of a replayed copy that the erased are not in it, that nothing withdrawn is released and nobody removed is a
 * member, and that the living can be read: their canaries open, and nobody's data are read. Continues from the last
 * whole page of an earlier call, and looks at one page at least; once it is done, another call begins anew.
 * @returns undefined when the time was up before
 * @throws what AWS refuses for the moment: that is no fault of the copy
 */
export async function prove(
  { since, until }: Pick<ReplayRow, 'since' | 'until'>,
  timeIsUp: () => boolean,
): Promise<Proof | undefined> {
  const [saved] = await read([{ ...proofRow.at(), table: restoredCopy }]);
  let now: ProofRow = proofRow.from(saved) ?? { faults: {}, open: 0, living: 0 };
  const tenants = new Map<string, Known>();
  const knownOf = async (tenant: string) => {
    const known = tenants.get(tenant) ?? (await readKnown(tenant, since, until));
    if (tenants.size >= tenantsAtOnce) tenants.clear();
    tenants.set(tenant, known);
    return known;
  };
  for (;;) {
    const page = await scanPage(restoredCopy, attributes, now.start, pageRows);
    const found = await lookAt(page.rows, knownOf);
    now = {
      start: page.next,
      faults: plus(now.faults, found.faults),
      open: now.open + found.open,
      living: now.living + found.living,
    };
    if (!page.next) break;
    await transact([{ ...proofRow.put([], now), table: restoredCopy }]);
    if (timeIsUp()) return undefined;
  }
  await removeRows(restoredCopy, [proofRow.key()]);
  const { faults, open, living } = now;
  return { faults, open, living };
}

const attributes = ['pk', 'sk', 'id', 'state', 'individual', 'kmsKey', 'openedAt'];

async function readKnown(tenant: string, since: string, until: string): Promise<Known> {
  const [erased] = await ledgerOf([{ tenant }]);
  const [row] = await read([{ table: restoredCopy, key: { pk: `T#${tenant}#t`, sk: 'TENANT' } }]);
  const log = await readLogSince(tenant, since, until);
  return { log, row, held: erased && (await heldIn(tenant)) };
}

/** Bits of the individuals on whom the copy has a hold, and whose data the live Keys open. */
async function heldIn(tenant: string): Promise<ReadonlySet<string>> {
  const range = { table: restoredCopy, pk: `T#${tenant}#t`, prefix: 'HOLD#' };
  const holds = (await sortKeysIn(range)).map((sk) => sk.slice(5));
  const people = holds.filter((bits) => /^[0-9a-f]{32}$/.test(bits));
  const open = await Promise.all(
    people.map(async (bits) => {
      const id = `ind_${bits}`;
      const uses = ['record', 'contact', 'case'] as const;
      const rows = await read([
        shardSecretRow.at(tenant, shardOf(id)),
        ...uses.map((use) => dataKeyRow.at(tenant, id, use)),
      ]);
      return rows.every((row) => row !== undefined);
    }),
  );
  return new Set(people.filter((_, i) => open[i]));
}

/** Looks at the rows of a page. */
async function lookAt(rows: readonly Row[], knownOf: (tenant: string) => Promise<Known>): Promise<Proof> {
  const faults = rows.flatMap((row) => [
    ...(droppedKeys.test(row.sk) ? ['links, sessions, answers or mails'] : []),
    ...(kindNameOf('vault', row) === undefined ? ['rows of no kind'] : []),
  ]);
  let open = 0;
  let living = 0;
  for (const [tenant, some] of Map.groupBy(rows, ({ pk }) => /^T#([^#]+)#/.exec(pk)?.[1] ?? '')) {
    if (tenant === '') continue;
    const known = await knownOf(tenant);
    const { log, row, held } = known;
    if (!row && !held) faults.push('rows of no tenant');
    if (held) faults.push(...some.filter((one) => !mayStay(one, held)).map(() => 'rows of erased tenants'));
    faults.push(...(await faultsOf(tenant, some, log)));
    for (const { sk, kmsKey, openedAt } of some) {
      if (sk !== 'TENANT' || held || typeof kmsKey !== 'string' || openedAt === undefined) continue;
      const opened = await Promise.all(shards.map((shard) => opens(tenant, kmsKey, shard)));
      living += shards.length;
      open += opened.filter(Boolean).length;
    }
  }
  if (open < living) faults.push(...Array.from({ length: living - open }, () => 'closed canaries'));
  return { faults: countsOf(faults), open, living };
}

/** Whether a row of a purged tenant belongs to somebody held, or to what the purge goes on with. */
function mayStay({ pk, sk, individual }: Row, held: ReadonlySet<string>): boolean {
  if (sk === 'TENANT' || sk === 'LEASE') return true;
  if (sk.startsWith('DELETION#')) return held.size > 0;
  const [, own] = personKeys.exec(sk) ?? [];
  const bits = own ?? (typeof individual === 'string' ? individual.slice(4) : undefined);
  if (bits !== undefined) return held.has(bits) && !sk.startsWith('ERASURE#');
  if (pk.endsWith('#t')) return held.size > 0 && !/^(?:EXPORT|PLANTED)/.test(sk);
  return [...held].some((one) => pk.endsWith(`#${shardOf(`ind_${one}`)}`));
}

/** Whether a canary opens. What AWS refuses for the moment says nothing of it. */
async function opens(tenant: string, kmsKey: string, shard: string): Promise<boolean> {
  try {
    return await canaryOpens(tenant, kmsKey, shard, restoredCopy);
  } catch (error) {
    if (error instanceof SealBroken || (Object(error).$fault === 'client' && !isThrottle(error)))
      return false;
    throw error;
  }
}

/** What is wrong with rows of a tenant, besides that they are there. */
async function faultsOf(tenant: string, rows: readonly Row[], log: LogSince): Promise<string[]> {
  const bitsOf = ({ sk, individual }: Row) =>
    personKeys.exec(sk)?.[1] ?? (typeof individual === 'string' ? individual.slice(4) : '');
  // Erasures that go on, and requests to others to delete, too, lie outside the rows that are erased.
  const some = rows.filter(({ sk }) => !/^(?:ERASURE|DELETION)#/.test(sk));
  const people = [...new Set(some.map(bitsOf))].filter((bits) => bits !== '');
  const ids = people.map((bits) => `ind_${bits}`);
  const [ledger, secrets, [own]] = await Promise.all([
    ledgerOf(ids.map((individual) => ({ tenant, individual }))),
    read(ids.map((id) => auditSecretRow.at(tenant, id))),
    read([auditSecretRow.at(tenant)]),
  ]);
  const secretOf = new Map(people.map((bits, i) => [bits, secrets[i]?.secret]));
  const erased = new Set(people.filter((_, i) => ledger[i] !== undefined));
  return some.flatMap((row): string[] => {
    const { sk, id, state } = row;
    const bits = bitsOf(row);
    if (erased.has(bits)) return ['rows of erased individuals'];
    if (/^I#[0-9a-f]{32}#CE?#[0-9a-f]{16}#[0-9a-f]{32}$/.test(sk) && state === 'active')
      return endedBy(secretOf.get(bits), id, log, ['consent.withdrawn', 'consent.revoked'], 'ended consents');
    if (sk.startsWith('MEMBER#')) return endedBy(own?.secret, id, log, ['member.removed'], 'removed members');
    return [];
  });
}

/** The fault, if the log says last that this object ended. */
function endedBy(secret: unknown, id: unknown, log: LogSince, types: string[], fault: string): string[] {
  if (typeof secret !== 'string' || typeof id !== 'string') return [];
  const last = log.byObject.get(objectRef(secret, id))?.at(-1);
  return last && types.includes(last.type) ? [fault] : [];
}
