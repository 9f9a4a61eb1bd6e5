import { shardOf } from '../../domain/identifiers.ts';
import { type ErasureRow, erasureRow } from '../../model/erasure-rows.ts';
import { auditSecretRow, dataKeyRow } from '../../model/key-rows.ts';
import { addressRow, individualRow, referenceRow } from '../../model/people-rows.ts';
import { rangeBelow } from '../../model/places.ts';
import { individualUses } from '../../model/row.ts';
import type { Table } from '../../model/tables.ts';
import { type ErasedRows, type ErasureRange, oneRow } from './scope.ts';

/**
 * The rows of one individual: their range in Keys and Vault, and the pointers to them in the shards of their hashes.
 * Their entries stay in the audit log and point to no one; the row of the erasure itself stays until it is attested.
 * @param erasure as it is since the point of no return, which notes the pointers.
 */
export function individualScope(tenant: string, erasure: ErasureRow): ErasedRows {
  const { individual, pointers } = erasure;
  if (!pointers) throw new Error('an erasure that is not committed has no scope');
  const shard = shardOf(individual);
  const own = (table: Table): ErasureRange => ({
    ...rangeBelow(tenant, individual, '', table),
    name: `own-${table}`,
    shard,
    table,
  });
  const reference = referenceRow.key(tenant, pointers.reference);
  const address = addressRow.key(tenant, pointers.address, individual);
  return {
    swept: {
      keys: [own('keys')],
      vault: [
        own('vault'),
        oneRow('reference', shardOf(pointers.reference), 'vault', reference),
        oneRow('address', shardOf(pointers.address), 'vault', address),
      ],
      evidence: [],
    },
    alsoCounted: [],
    keeps: () => false,
    gates: {
      table: individualRow.table,
      ranges: [oneRow('erasure', shard, erasureRow.table, erasureRow.key(tenant, individual))],
      of: () => individualRow.key(tenant, individual),
    },
    secrets: [
      ...individualUses.map((use) => dataKeyRow.key(tenant, individual, use)),
      auditSecretRow.key(tenant, individual),
    ].map((key) => ({ table: dataKeyRow.table, key })),
  };
}
