import { bitsOf } from '../../domain/identifiers.ts';
import { keptKeyRow, keptSetRow } from '../../model/kept-rows.ts';
import { partition } from '../../model/tables.ts';
import { sortKeysIn } from '../../platform/dynamodb/reads.ts';
import type { Verdict } from '../erasure/verification.ts';

/**
 * Verifies that nothing of a kept set is left but its own row. Like every verification it names the places by hand, and
 * takes none from what was swept. That it looks at the right places it shows by what has to be seen there: in Vault
 * the row of the set, in Keys the secret of its shard.
 */
export async function verifySet(tenant: string, set: string): Promise<Verdict> {
  const bits = bitsOf(set);
  const own = `KEPT#${bits}`;
  const pk = partition.range(tenant, bits.charAt(0));
  const [vault, keys, secrets] = await Promise.all([
    sortKeysIn({ table: keptSetRow.table, pk, prefix: own }),
    sortKeysIn({ table: keptKeyRow.table, pk, prefix: own }),
    sortKeysIn({ table: keptKeyRow.table, pk, prefix: 'SHARD' }),
  ]);
  if (!vault.includes(own) || secrets.length !== 1) return { verdict: 'blind', rows: 0 };
  const rows = vault.length - 1 + keys.length;
  return { verdict: rows === 0 ? 'clean' : 'residue', rows };
}
