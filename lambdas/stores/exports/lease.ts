import { exportStateAt, isMade, leaseUntil } from '../../domain/exports/export.ts';
import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import {
  type ExportingRow,
  type ExportRow,
  exportingRow,
  exportRow,
  runningExports,
} from '../../model/statement-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { queryAll, read, readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import { tenantFence, tenantOf } from '../tenants/tenants.ts';

/** The input of an export's workflow: ids only. */
export interface ExportInput {
  readonly v: 1;
  readonly tenant: string;
  readonly export: string;
  readonly attempt: number;
}

/** An export whose attempt has the lease, as just read. */
export interface LeasedExport {
  readonly tenant: Tenant;
  readonly row: ExportRow;
  readonly lease: ExportingRow;
}

/** The attempt under which an export is started by whoever confirmed it. */
export const firstAttempt = 1;

/** The race that a write of an export loses when another attempt has taken it, or it has ended. */
export const exportRace = 'export';

/** Milliseconds for which a step takes the lease: longer than a try of it, the wait before the next, and that try. */
const lasts = 60 * 60_000;
/** Milliseconds that a step takes at most: the function's time, and some more. */
const stepTakes = 16 * 60_000;

/**
 * Takes or renews the lease for an attempt; every step starts with it. It puts off the purge, at most by 72 hours.
 * @returns `void` when the export has ended otherwise, or has no time left; `leave` when it is nobody's business any
 * more: it is done, another attempt has it, or the purge has begun
 */
export async function takeExport(
  { tenant: id, export: exp, attempt }: ExportInput,
  at: string,
): Promise<LeasedExport | 'void' | 'leave'> {
  const found = await readNamed({
    tenant: tenantRow.at(id),
    row: exportRow.at(id, exp),
    lease: exportingRow.at(id),
  });
  const row = exportRow.from(found.row);
  const lease = exportingRow.from(found.lease);
  if (!found.tenant || !row) return 'leave';
  const tenant = tenantOf(found.tenant);
  if (tenant.state === 'purging' || tenant.state === 'purged') return 'leave';
  const state = exportStateAt(row, tenant, at);
  if (lease?.export !== exp) return state === 'void' ? 'void' : 'leave';
  if (lease.attempt > attempt) return 'leave';
  if (!isMade(state)) return 'void';
  const until = leaseUntil(tenant, at, lasts, stepTakes);
  if (until === undefined) return 'void';
  const next = { ...lease, attempt, until };
  const written = await unlessLost(exportRace, () =>
    commit({ tenant, at }, [
      exportingRow.put([id], next, { if: asRead(lease), else: { race: exportRace } }),
      tenantFence(tenant, { race: exportRace }),
    ]),
  );
  return written === 'lost'
    ? takeExport({ v: 1, tenant: id, export: exp, attempt }, at)
    : { tenant, row, lease: next };
}

/** Whether nothing can be done for a tenant's exports any more before the purge goes on. */
export const isOutOfTime = (tenant: Tenant, at: string): boolean =>
  leaseUntil(tenant, at, stepTakes, stepTakes) === undefined;

/** The write that ends a lease; whichever export waits to be made anew has it next. */
export function leaseEnded({ id }: Tenant, lease: ExportingRow, at: string): Write {
  const { export: exp, attempt, waiting } = lease;
  const guard = { if: unchanged({ export: exp, attempt, waiting }), else: { race: exportRace } };
  const [next, ...others] = waiting ?? [];
  if (!next) return exportingRow.remove([id], guard);
  return exportingRow.put(
    [id],
    { ...lease, ...next, until: at, waiting: others.length > 0 ? others : undefined },
    guard,
  );
}

/**
 * The write by which an export that is to be made anew gets the lease, or waits for it while another export runs. The
 * reconciler starts it.
 */
export async function leaseForAnew(
  { id, epoch }: Tenant,
  row: ExportRow,
  at: string,
  race: string,
): Promise<Write> {
  const { found } = await readNamed({ found: exportingRow.at(id) });
  const lease = exportingRow.from(found);
  const attempt = row.attempts ?? firstAttempt;
  if (!lease)
    return exportingRow.put(
      [id],
      { export: row.id, epoch, attempt, until: at, listPk: runningExports, listSk: id },
      { if: absent, else: { race } },
    );
  const waiting = [...(lease.waiting ?? []), { export: row.id, attempt }];
  return exportingRow.put([id], { ...lease, waiting }, { if: asRead(lease), else: { race } });
}

/** The writes that let another one through only while the attempt has the lease and the contract is as it was read. */
export function guards({ tenant, lease }: LeasedExport): readonly Write[] {
  return [
    exportingRow.check([tenant.id], hasLease(lease), { race: exportRace }),
    tenantFence(tenant, { race: exportRace }),
  ];
}

/** Ends the lease of an export that was cancelled or is void, whoever has it. */
export async function dropLease(tenant: Tenant, exp: string, at: string): Promise<void> {
  const { found } = await readNamed({ found: exportingRow.at(tenant.id) });
  const lease = exportingRow.from(found);
  if (lease?.export !== exp) return;
  const dropped = await unlessLost(exportRace, () => commit({ tenant, at }, [leaseEnded(tenant, lease, at)]));
  if (dropped === 'lost') await dropLease(tenant, exp, at);
}

/** Whether an export is running whose lease the purge has to respect. */
export async function isExporting(tenant: string, at: string): Promise<boolean> {
  const { lease } = await readNamed({ lease: exportingRow.at(tenant) });
  const row = exportingRow.from(lease);
  return row !== undefined && !isPast(row.until, at);
}

/**
 * The attempts to start now: of exports that run and whose lease is over. The lease is taken for each, as long as it
 * may put off the purge; after that the attempt only removes what there is.
 */
export async function claimDueExports(at: string): Promise<ExportInput[]> {
  const places = await queryAll({ table: exportingRow.table, pk: runningExports, index: 'listing' });
  const rows = await read(places.map(({ pk, sk }) => ({ table: exportingRow.table, key: { pk, sk } })));
  const claimed: ExportInput[] = [];
  for (const found of rows) {
    const lease = exportingRow.from(found);
    if (!lease || !isPast(after(lease.until, grace), at)) continue;
    const tenant = lease.listSk;
    const { row } = await readNamed({ row: tenantRow.at(tenant) });
    if (!row) continue;
    const of = tenantOf(row);
    if (of.state !== 'open' && of.state !== 'retrieval') continue;
    const attempt = lease.attempt + 1;
    const next = { ...lease, attempt, until: leaseUntil(of, at, lasts, stepTakes) ?? at };
    const written = await unlessLost(exportRace, () =>
      commit({ tenant: of, at }, [
        exportingRow.put([tenant], next, { if: asRead(lease), else: { race: exportRace } }),
      ]),
    );
    if (written !== 'lost') claimed.push({ v: 1, tenant, export: lease.export, attempt });
  }
  return claimed;
}

/** Seconds after which an export that was just started counts as not started. */
const grace = 5 * 60;

const asRead = ({ export: exp, attempt, until, waiting }: ExportingRow) =>
  unchanged({ export: exp, attempt, until, waiting });
const hasLease = ({ export: exp, attempt }: ExportingRow) => equals({ export: exp, attempt });
