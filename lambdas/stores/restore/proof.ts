import { objectRef } from '../../crypto/keyed-hash.ts';
import { type Counts, plus } from '../../domain/counts.ts';
import { shards } from '../../domain/identifiers.ts';
import type { ReplayRow } from '../../model/erasure-rows.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { restoredCopy } from '../../model/tables.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { read, scanPage } from '../../platform/dynamodb/reads.ts';
import { ledgerOf } from '../erasure/ledger.ts';
import { canaryOpens } from '../keys/open-canary.ts';
import { type LogSince, readLogSince } from './log-since.ts';

/*
 * Looks at a copy after the replay, by other code than what changed it: it reads the whole table, whatever the lists in
 * it say, and takes no rule and no declaration from the replay. Do not share either with it.
 */

/** What was found in a copy; only `open` and `living` are as they should be when they are not zero. */
export interface Proof {
  /** Rows by what is wrong with them; empty when nothing is. */
  readonly faults: Counts;
  /** Canaries that opened, and those that should. */
  readonly open: number;
  readonly living: number;
}

/** Rows that nobody may find in a copy. */
const droppedKeys = /^(?:I#[0-9a-f]{32}#[LSXM]#|IDEM#|MAIL#|EXPORTING$)/;
const personKeys = /^I#([0-9a-f]{32})(#.*)?$/;

/**
 * Proves of a replayed copy that the erased are not in it, that nothing withdrawn is released and nobody removed is a
 * member, and that the living can be read: their canaries open, and nobody's data are read.
 */
export async function prove({ since, until }: Pick<ReplayRow, 'since' | 'until'>): Promise<Proof> {
  const tenants = new Map<string, { readonly log: LogSince; readonly row: Row }>();
  const gone = new Set<string>();
  let faults: Counts = {};
  const fault = (name: string) => {
    faults = plus(faults, { [name]: 1 });
  };
  const known = async (tenant: string) => {
    if (gone.has(tenant) || tenants.has(tenant)) return;
    const [erased] = await ledgerOf([{ tenant }]);
    const key = { pk: `T#${tenant}#t`, sk: 'TENANT' };
    const [row] = await read([{ table: restoredCopy, key }]);
    if (erased) gone.add(tenant);
    else if (row) tenants.set(tenant, { log: await readLogSince(tenant, since, until), row });
    else fault('rows of no tenant');
  };
  for (let start: Record<string, string> | undefined; ; ) {
    const page = await scanPage(restoredCopy, ['pk', 'sk', 'id', 'state'], start);
    const byTenant = Map.groupBy(page.rows, ({ pk }) => /^T#([^#]+)#/.exec(pk)?.[1] ?? '');
    for (const [tenant, rows] of byTenant) {
      if (tenant === '') continue;
      await known(tenant);
      const there = tenants.get(tenant);
      for (const { sk } of rows) {
        if (droppedKeys.test(sk)) fault('links, sessions, answers or mails');
        if (gone.has(tenant) && sk !== 'TENANT' && sk !== 'LEASE') fault('rows of erased tenants');
      }
      if (there) for (const name of await faultsOf(tenant, rows, there.log)) fault(name);
    }
    if (!page.next) break;
    start = page.next;
  }
  const living = [...tenants].flatMap(([tenant, { row }]) =>
    typeof row.kmsKey === 'string' && row.openedAt !== undefined
      ? shards.map((shard) => ({ tenant, kmsKey: String(row.kmsKey), shard }))
      : [],
  );
  let open = 0;
  for (const { tenant, kmsKey, shard } of living)
    if (await canaryOpens(tenant, kmsKey, shard, restoredCopy).catch(() => false)) open++;
  if (open < living.length) faults = plus(faults, { 'closed canaries': living.length - open });
  return { faults, open, living: living.length };
}

/** What is wrong with rows of a tenant that lives. */
async function faultsOf(tenant: string, rows: readonly Row[], log: LogSince): Promise<string[]> {
  const people = [...new Set(rows.flatMap(({ sk }) => personKeys.exec(sk)?.[1] ?? []))];
  const ids = people.map((bits) => `ind_${bits}`);
  const [ledger, secrets, [own]] = await Promise.all([
    ledgerOf(ids.map((individual) => ({ tenant, individual }))),
    read(ids.map((id) => auditSecretRow.at(tenant, id))),
    read([auditSecretRow.at(tenant)]),
  ]);
  const secretOf = new Map(people.map((bits, i) => [bits, secrets[i]?.secret]));
  const erased = new Set(people.filter((_, i) => ledger[i] !== undefined));
  return rows.flatMap(({ sk, id, state }): string[] => {
    const [, bits = ''] = personKeys.exec(sk) ?? [];
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
