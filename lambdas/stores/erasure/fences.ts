import { shards } from '../../domain/identifiers.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { fenceRow } from '../../model/tenant-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { commit } from '../commit/commit.ts';

/** Closes the open shards of a tenant. A missing fence means that the shard is closed; it is not recreated. */
export async function closeShards(tenant: Tenant, at: string): Promise<void> {
  const rows = await read(shards.map((shard) => fenceRow.at(tenant.id, shard)));
  const open = rows.flatMap((row) => (row?.state === 'open' ? [fenceRow.from(row)] : []));
  await Promise.all(open.map((fence) => close(tenant, fence, at)));
}

/** A fence that was closed or deleted meanwhile counts as closed. */
async function close(
  tenant: Tenant,
  fence: Parameters<typeof fenceRow.update>[0],
  at: string,
): Promise<void> {
  const race = 'fence';
  const closing = fenceRow.update(
    fence,
    { set: { state: 'closed' } },
    { if: equals({ state: 'open' }), else: { race } },
  );
  await unlessLost(race, () => commit({ tenant, at }, [closing]));
}
