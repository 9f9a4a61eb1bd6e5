import { shards } from '../../domain/identifiers.ts';
import { latest } from '../../domain/instant.ts';
import { tenantReplayed } from '../../domain/restore/tenant-rules.ts';
import { dueTenants, type LedgerRow, leaseRow } from '../../model/erasure-rows.ts';
import { listed } from '../../model/row.ts';
import { fenceRow, type TenantRow, tenantRow } from '../../model/tenant-rows.ts';
import { present, type Write } from '../../platform/dynamodb/transaction.ts';
import { attestationId, attestedSoFar } from '../erasure/attestations.ts';
import type { Held } from '../holds/held.ts';
import type { LogSince } from './log-since.ts';

/** How far the attempts of a restored lease move on: a name of an execution that was used stays blocked. */
const attemptsOn = 1000;

/** The writes that say where a restored contract stands; the reconciler looks at the tenant at once. */
export function contractReplayed(tenant: TenantRow, log: LogSince, at: string): Write[] {
  const change = tenantReplayed(tenant, log.ofTenant, at);
  const { epoch } = change;
  const closed = tenant.state === 'open' ? fencesOf(tenant.id, epoch) : [];
  return [
    tenantRow.update([tenant.id], { set: change, unset: ['pendingTermination'] }, { if: present }),
    leaseRow.put([tenant.id], { epoch, attempt: 0, until: at, ...listed(dueTenants, at, tenant.id) }),
    ...closed,
  ];
}

const fencesOf = (tenant: string, epoch: number) =>
  shards.map((shard) => fenceRow.update([tenant, shard], { set: { epoch } }, { if: present }));

/**
 * What stays in a copy of a tenant whose purge was committed, besides what belongs to somebody held: while its second
 * attestation is not made, the tenant's own row and the lease, so that the purge goes on, removes what else there is,
 * and attests; then nothing: undefined.
 */
export async function purgeReplayed(
  tenant: TenantRow,
  { epoch, at: committedAt }: LedgerRow,
  { people }: Held,
  at: string,
): Promise<Write[] | undefined> {
  const attested = { id: tenant.id, epoch };
  if ((await attestationId(attested, 2)) !== undefined) return undefined;
  const { times, held } = await attestedSoFar(attested);
  const { endedAt = committedAt, purgeAt = committedAt } = tenant;
  const state = times === 0 || held > 0 ? 'purging' : 'purged';
  const heldUntil = latest(people.map(({ until }) => until));
  // What comes back with individuals who are held goes in another round.
  const round = state === 'purging' ? times : times - 1;
  return [
    tenantRow.update(
      [tenant.id],
      {
        set: {
          ...{ state, epoch, endedAt, purgeAt, version: tenant.version + attemptsOn },
          ...(heldUntil !== undefined && { heldUntil }),
        },
        unset: ['pendingTermination', ...(heldUntil === undefined ? (['heldUntil'] as const) : [])],
      },
      { if: present },
    ),
    leaseRow.put([tenant.id], {
      epoch,
      ...(round > 0 && { round }),
      attempt: attemptsOn,
      until: at,
      ...listed(dueTenants, at, tenant.id),
    }),
  ];
}
