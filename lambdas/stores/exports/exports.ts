import { exportThumbprint } from '../../crypto/export-key.ts';
import { type ExportScope, exportsAtMost } from '../../domain/exports/export.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import {
  type ExportRow,
  exportingRow,
  exportPartRow,
  exportReason,
  exportRow,
  exportsOf,
  type MadeExportPart,
  partsOf,
  runningExports,
} from '../../model/statement-rows.ts';
import { getObject } from '../../platform/aws/s3.ts';
import type { KeyRange, Row } from '../../platform/dynamodb/key.ts';
import { queryAll, readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { tenantEntry } from '../audit/tenant-entry.ts';
import { commit } from '../commit/commit.ts';
import type { Claim } from '../idempotency/once.ts';
import { dueMail } from '../mail/due-mail.ts';
import { sealerOfTenant } from '../members/member-contact.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { inOrder, type Source } from '../paging/sources.ts';
import { tenantFence } from '../tenants/tenants.ts';
import { firstAttempt } from './lease.ts';
import { madePart } from './made-parts.ts';

/** An act on a tenant's exports: by whom, when, and on the tenant as read with this call. */
export interface ExportAct {
  readonly tenant: Tenant;
  readonly actor: MemberAuthority;
  readonly at: string;
}

/**
 * An export by its id.
 * @throws Problem `not-found`
 */
export async function exportNamed(tenant: string, id: string): Promise<ExportRow> {
  const { row } = await readNamed({ row: exportRow.at(tenant, id) });
  const found = exportRow.from(row);
  if (!found) throw new Problem('not-found');
  return found;
}

/** One page of a tenant's exports, newest first. */
export function exportPage(tenant: string, call: ListCall, authority: MemberAuthority) {
  return listPage(fewNewest(exportsOf(tenant)), pagingOf(call, authority), (row) => exportRow.from(row));
}

/** Exports newest first: of a range that has so few that all are read. */
function fewNewest(range: KeyRange): Source {
  const placeOf = ({ at, sk }: Row) => `${at}#${sk}`;
  return {
    placeOf,
    async after(place, count) {
      const rows = (await queryAll(range))
        .filter((row) => place === undefined || placeOf(row) < place)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const final = rows.length > count ? rows[count - 1] : undefined;
      return { rows: rows.slice(0, count), last: final && placeOf(final) };
    },
  };
}

/**
 * Stores an export that was asked for; one of evidence alone runs at once.
 * @throws Problem `conflict` when there are too many of this epoch, or one runs; `tenant-not-open`
 */
export async function askExport(
  { tenant, actor, at }: ExportAct,
  {
    scope,
    key,
    reason,
  }: {
    readonly scope: ExportScope;
    readonly key: ExportRow['key'];
    readonly reason?: string | undefined;
  },
  claim: Claim<{ readonly id: string }>,
): Promise<{ readonly id: string }> {
  const { epoch } = tenant;
  const known = (await queryAll(exportsOf(tenant.id))).map((row) => exportRow.from(row));
  if (known.filter((one) => one.epoch === epoch).length >= exportsAtMost)
    throw new Problem('conflict', { detail: 'too many exports' });
  const atOnce = scope === 'evidence';
  const id = newId('exp');
  const row: ExportRow = {
    id,
    epoch,
    scope,
    key,
    thumbprint: exportThumbprint(key),
    state: atOnce ? 'running' : 'asked',
    by: actor.principal,
    at,
    ...(atOnce && { startedAt: at }),
    ...(reason !== undefined && {
      sealed: exportReason.seal(await sealerOfTenant(tenant), { id, version: 1 }, reason),
    }),
    parts: 0,
    bytes: 0,
    counts: {},
    version: 1,
  };
  await commit(
    { tenant, at },
    [
      ...claim({ id: row.id }),
      exportRow.put([tenant.id, row.id], row, { if: absent }),
      tenantFence(tenant),
      ...(atOnce ? [leaseTaken(tenant, row.id, at)] : []),
      ...(await entryOf('export.asked', { tenant, actor, at }, row.id)),
    ],
    [dueMail({ kind: atOnce ? 'export-started' : 'export-asked', tenant: tenant.id }, at)],
  );
  return { id: row.id };
}

/**
 * Starts an export that a second admin confirmed.
 * @throws Problem `conflict` when it has changed meanwhile, or another one runs
 */
export function startExport(act: ExportAct, row: ExportRow): Promise<ExportRow> {
  const { tenant, actor, at } = act;
  return changeExport(
    act,
    row,
    'export.started',
    { state: 'running', confirmedBy: actor.principal, startedAt: at },
    [leaseTaken(tenant, row.id, at)],
    [dueMail({ kind: 'export-started', tenant: tenant.id }, at)],
  );
}

/**
 * Cancels an export. What it has made is deleted by its workflow.
 * @throws Problem `conflict` when it has changed meanwhile
 */
export const cancelExport = (act: ExportAct, row: ExportRow): Promise<ExportRow> =>
  changeExport(act, row, 'export.cancelled', { state: 'cancelled' });

async function changeExport(
  act: ExportAct,
  row: ExportRow,
  type: Parameters<typeof entryOf>[0],
  change: Partial<ExportRow>,
  writes: readonly Write[] = [],
  mails: Parameters<typeof commit>[2] = [],
): Promise<ExportRow> {
  const { tenant, at } = act;
  const { id, state, version } = row;
  const set = { ...change, version: version + 1 };
  await commit(
    { tenant, at },
    [
      ...writes,
      exportRow.update([tenant.id, id], { set }, { if: equals({ state, version }), else: 'conflict' }),
      tenantFence(tenant),
      ...(await entryOf(type, act, id)),
    ],
    mails,
  );
  return { ...row, ...set };
}

/** Records that an export is fetched: its manifest, or a part of it. */
export async function recordFetched(act: ExportAct, id: string, part?: number): Promise<void> {
  const { tenant, at } = act;
  await commit({ tenant, at }, [tenantFence(tenant), ...(await entryOf('export.fetched', act, id, part))]);
}

async function entryOf(
  type: 'export.asked' | 'export.started' | 'export.cancelled' | 'export.fetched',
  { tenant, actor, at }: ExportAct,
  id: string,
  version?: number,
): Promise<readonly Write[]> {
  const event = { type, at, tenant: tenant.id, actorRef: actor.ref, object: id, version };
  return (await tenantEntry(event)).writes;
}

/** The lease of an export that begins, over at once: whoever runs it takes it first. One export runs at a time. */
function leaseTaken({ id, epoch }: Tenant, exp: string, at: string): Write {
  return exportingRow.put(
    [id],
    {
      export: exp,
      epoch,
      attempt: firstAttempt,
      // The first step takes it; should nobody come, it is found from then on.
      until: at,
      listPk: runningExports,
      listSk: id,
    },
    { if: absent, else: new Problem('conflict', { detail: 'another export runs' }) },
  );
}

/** One page of an export's parts, in their order. */
export function partPage(tenant: string, id: string, call: ListCall, authority: MemberAuthority) {
  const paging = pagingOf(call, authority);
  return listPage(inOrder(partsOf(tenant, id)), { ...paging, binding: `${paging.binding} ${id}` }, (row) =>
    madePart(exportPartRow.from(row)),
  );
}

/**
 * A part with its content, a compact JWE.
 * @throws Problem `not-found` for a part beyond the last
 */
export async function partNamed(
  tenant: string,
  id: string,
  n: number,
): Promise<MadeExportPart & { readonly jwe: string }> {
  const { row } = await readNamed({ row: exportPartRow.at(tenant, id, n) });
  const found = exportPartRow.from(row);
  const part = found && madePart(found);
  const content = part && (await getObject(part.object));
  if (!part || !content) throw new Problem('not-found');
  return { ...part, jwe: Buffer.from(content).toString('ascii') };
}
