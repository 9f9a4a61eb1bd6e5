import { individualRef, objectRef } from '../../crypto/keyed-hash.ts';
import { lookAtHold, wholeTenant } from '../../domain/holds/hold.ts';
import { holdReplayed, isHeldStill } from '../../domain/restore/hold-rules.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { dueTenants } from '../../model/erasure-rows.ts';
import { type HoldRow, holdRow, holdsOf } from '../../model/hold-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { individualUses, listed, type Stored } from '../../model/row.ts';
import { restoredCopy } from '../../model/tables.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { present } from '../../platform/dynamodb/transaction.ts';
import { type Held, heldOf } from '../holds/held.ts';
import { keyRowsOf, keysFrom } from '../keys/read-keys.ts';
import { workflowEntryId } from '../retention/workflow-entries.ts';
import type { RowChange } from './changes.ts';
import type { LogSince, SeenAct } from './log-since.ts';

/** A tenant whose purge is committed. */
export interface PurgedTenant {
  readonly tenant: string;
  readonly log: LogSince;
  readonly at: string;
  /** Whether the purge has destroyed the keys of everybody who is not held. */
  readonly shredded: boolean;
}

/** Whether the purge of an epoch has destroyed keys. */
export async function wasShredded(tenant: string, epoch: number): Promise<boolean> {
  const [entry] = await read([entryRow.at(tenant, workflowEntryId(tenant, epoch, 'purge.shredded'))]);
  return entry !== undefined;
}

/** An individual who is held, the hold on them in the copy, and what was done about holds on them since. */
interface HeldThen {
  readonly id: string;
  readonly hold: Stored<HoldRow> | undefined;
  readonly acts: readonly SeenAct[];
}

/** Who of these individuals of a tenant whose purge is committed is held: they stay, as the purge would leave them. */
export async function heldAmong(
  { tenant, log, shredded }: PurgedTenant,
  ids: readonly string[],
): Promise<HeldThen[]> {
  const [holds, keys] = await Promise.all([
    read(ids.map((id) => ({ ...holdRow.at(tenant, id), table: restoredCopy }))),
    read(ids.flatMap((id) => keyRowsOf(tenant, id, individualUses))),
  ]);
  const rowsOfOne = keys.length / Math.max(ids.length, 1);
  return ids.flatMap((id, i): HeldThen[] => {
    const own = keys.slice(i * rowsOfOne, (i + 1) * rowsOfOne);
    const secret = keysFrom({ tenant, individual: id }, individualUses, own)?.auditSecret;
    const ref = secret && objectRef(secret, id);
    const acts = secret === undefined ? [] : (log.byPerson.get(individualRef(secret)) ?? []);
    const ofThem = acts.filter(({ objectRef }) => objectRef === ref);
    const hold = holdRow.from(holds[i]);
    const known = { opens: secret !== undefined, shredded, hold: hold !== undefined };
    return isHeldStill(known, ofThem) ? [{ id, hold, acts: ofThem }] : [];
  });
}

/** The holds that the copy lacks, or that end in it sooner than was decided since. */
export function holdChanges({ tenant, at }: PurgedTenant, held: readonly HeldThen[]): RowChange[] {
  return held.flatMap(({ id, hold, acts }): RowChange[] => {
    const span = holdReplayed(hold, acts, at);
    if (!span) return [];
    const row = holdRow.key(tenant, id);
    const place = (setAt: string) => listed(dueTenants, lookAtHold({ setAt, ...span }), tenant);
    const write = hold
      ? holdRow.update(
          hold,
          { set: { ...span, ...place(hold.setAt) }, unset: ['noticed', 'release'] },
          { if: present },
        )
      : holdRow.put(row, { id, setAt: at, ...span, ...place(at) });
    return [{ row, write }];
  });
}

/**
 * Who is held of a tenant, by the holds that are in the copy once all its individuals have been looked at. A hold on
 * somebody who is not there keeps nobody.
 */
export async function heldInCopy(of: PurgedTenant): Promise<Held> {
  const { tenant } = of;
  const holds = await queryAll({ ...holdsOf(tenant), table: restoredCopy, attributes: ['pk', 'sk', 'id'] });
  const ids = holds.map((row) => holdRow.from(row).id).filter((id) => id !== wholeTenant);
  const held = await heldAmong(of, ids);
  const rows = await read(held.map(({ id }) => ({ ...individualRow.at(tenant, id), table: restoredCopy })));
  return heldOf(
    tenant,
    held.flatMap(({ id, hold }, i) => {
      const row = individualRow.from(rows[i]);
      return row && hold ? [{ id, until: hold.until, referenceHash: row.referenceHash }] : [];
    }),
  );
}
