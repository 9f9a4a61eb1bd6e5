import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { isHeld } from '../../domain/retention/due.ts';
import { dueTenants, type ErasureRow, erasureRow } from '../../model/erasure-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { listed } from '../../model/row.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { read, readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, equals, unchanged, type Write } from '../../platform/dynamodb/transaction.ts';
import { tenantOf } from '../tenants/tenants.ts';

/** The erasure of one individual, and their tenant, as just read. */
export interface ErasureLeased {
  readonly tenant: Tenant;
  readonly erasure: ErasureRow;
}

/** Reads an erasure and its tenant, consistently; undefined when there is none. */
export async function erasureAndTenant(id: string, individual: string): Promise<ErasureLeased | undefined> {
  const { tenant, erasure } = await readNamed({
    tenant: tenantRow.at(id),
    erasure: erasureRow.at(id, individual),
  });
  const row = erasureRow.from(erasure);
  return tenant && row && { tenant: tenantOf(tenant), erasure: row };
}

/**
 * The writes that change an erasure as it was read, in the state of its tenant as it was read: a purge that commits
 * ends it, and a legal hold puts it off. They lose `race` otherwise.
 */
export function erasureChange(
  { tenant, erasure }: { readonly tenant: Tenant; readonly erasure: ErasureRow | undefined },
  next: ErasureRow,
  race: string,
): Write[] {
  const { id, state, epoch, heldUntil } = tenant;
  return [
    tenantRow.check([id], unchanged({ state, epoch, heldUntil }), { race }),
    erasureRow.put([id, next.individual], placed(next), {
      if: erasure ? equals({ state: erasure.state, attempt: erasure.attempt }) : absent,
      else: { race },
    }),
  ];
}

/** With its place in the list of what is due: once it can no longer be undone, or when the lease is over. */
export function placed(erasure: ErasureRow): ErasureRow {
  const { state, dueAt, until = dueAt, individual } = erasure;
  const nowhere = { listPk: undefined, listSk: undefined };
  const isDue = state !== 'requested' && state !== 'undone';
  return { ...erasure, ...(isDue ? listed(dueTenants, until, individual) : nowhere) };
}

/** Why an erasure does not go on now: it can still be undone, or the law keeps the data; undefined when it does. */
export async function whyPutOff(
  { tenant, erasure }: ErasureLeased,
  at: string,
): Promise<'waiting' | 'held' | undefined> {
  if (!isPast(erasure.dueAt, at)) return 'waiting';
  return (await isPutOffByLaw({ tenant, erasure }, at)) ? 'held' : undefined;
}

/** Whether there is a legal hold on the tenant or on the individual. */
export async function isPutOffByLaw({ tenant, erasure }: ErasureLeased, at: string): Promise<boolean> {
  if (isHeld(tenant, at)) return true;
  const [hold] = await read([holdRow.at(tenant.id, erasure.individual)]);
  return hold !== undefined;
}
