import { shardOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import { auditSecretRow, dataKeyRow, shardSecretRow } from '../../model/key-rows.ts';
import { individualUses, type Sealer } from '../../model/row.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { newDataKey } from './new-data-key.ts';
import { sealer } from './sealer.ts';

/** The keys of a new individual. */
export interface NewIndividualKeys {
  /** Seals their contact, under a key that is not stored yet. */
  readonly contact: Sealer;
  /** Their reference in the audit log. */
  readonly auditSecret: string;
  /** The writes that store keys and reference; none of these rows may exist already. */
  readonly writes: readonly Write[];
}

/**
 * Makes the keys of a new individual, one for each use, and their reference in the audit log. Reads the secret of
 * their shard and calls KMS three times, all concurrently.
 * @throws Problem `tenant-not-open` when the shard has no secret: not yet, or not any more
 */
export async function newIndividualKeys(
  tenant: string,
  kmsKey: string,
  individual: string,
): Promise<NewIndividualKeys> {
  const owner = { tenant, individual };
  const make = async (use: (typeof individualUses)[number]) => ({
    use,
    ...(await newDataKey(kmsKey, owner, use)),
  });
  const [{ shard }, keys] = await Promise.all([
    readNamed({ shard: shardSecretRow.at(tenant, shardOf(individual)) }),
    Promise.all(individualUses.map(make)),
  ]);
  const own = keys.find(({ use }) => use === 'contact');
  if (!shard || !own) throw new Problem('tenant-not-open');
  const contact = sealer(owner, 'contact', own.plain, shardSecretRow.from(shard).secret);
  for (const { plain } of keys) plain.fill(0);
  const auditSecret = newReference();
  return {
    contact,
    auditSecret,
    writes: [
      ...keys.map(({ use, wrapped }) =>
        dataKeyRow.put([tenant, individual, use], { wrapped }, { if: absent }),
      ),
      auditSecretRow.put([tenant, individual], { secret: auditSecret }, { if: absent }),
    ],
  };
}
