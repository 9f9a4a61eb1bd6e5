import type { SignedStatement } from '../../domain/evidence/statement.ts';
import { Problem } from '../../domain/problems.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, transact } from '../../platform/dynamodb/transaction.ts';
import type { Sealer } from '../keys/keyring.ts';
import type { HeldIndividual } from '../people/individuals.ts';
import { fenceOf } from '../people/individuals.ts';
import { type Statement, sign } from './signer.ts';

/**
 * The receipt of an object (consent, refused request, disclosure) as of one of its versions: signed at the first
 * fetch and stored sealed, so that every later fetch gives the same bytes. Of two first fetches at once one
 * signature is kept, and both get it.
 * @param sealer of the individual's use `case`.
 */
export async function receiptOf(
  tenant: string,
  individual: HeldIndividual<'case'>,
  sealer: Sealer,
  object: { readonly id: string; readonly version: number; readonly audience: 'full' | 'recipient' },
  statement: () => Statement,
): Promise<SignedStatement> {
  // A recipient's receipt says less, so it is another document; odd versions are theirs.
  const version = object.version * 2 + (object.audience === 'recipient' ? 1 : 0);
  const key = vaultKey.receipt(tenant, individual.row.id, object.id, version);
  const stored = async () => {
    const [row] = await read([{ table: 'vault', key }]);
    return row && sealer.open<SignedStatement>('receipt', object.id, version, row.sealed).release();
  };
  const known = await stored();
  if (known) return known;
  const signed = await sign(statement());
  const taken = new Error('taken');
  try {
    await transact([
      fenceOf(tenant, individual.row),
      {
        table: 'vault',
        put: { ...key, version, sealed: sealer.seal('receipt', object.id, version, signed) },
        if: absent,
        else: taken,
      },
    ]);
    return signed;
  } catch (error) {
    if (error !== taken) throw error;
    const first = await stored();
    if (!first) throw new Problem('unavailable', { retryAfter: 1 });
    return first;
  }
}
