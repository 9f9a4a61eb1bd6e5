import type { SignedStatement } from '../../domain/evidence/statement.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Sealer } from '../../model/row.ts';
import { receiptContent, receiptRow } from '../../model/statement-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { commitOnce } from '../commit/commit.ts';
import { fenceOf, type KeyedIndividual } from '../people/individuals.ts';
import { type Statement, sign } from './signer.ts';

/**
 * The receipt of an object (consent, refused request, disclosure) in one of its versions: signed when it is first
 * fetched and stored sealed, so that every later fetch gives the same bytes. Of two concurrent first fetches one
 * signature is kept, and both return it.
 * @param person the individual with the sealer of their use `case`.
 */
export async function receiptOf(
  { tenant, at }: { readonly tenant: Tenant; readonly at: string },
  person: { readonly individual: KeyedIndividual<'case'>; readonly sealer: Sealer },
  object: { readonly id: string; readonly version: number; readonly audience: 'full' | 'recipient' },
  statement: () => Statement,
): Promise<SignedStatement> {
  // A recipient's receipt omits details, so it is a different document. Stored versions are 2n for the full receipt
  // of version n, and 2n + 1 for the recipient's.
  const version = object.version * 2 + (object.audience === 'recipient' ? 1 : 0);
  const { individual, sealer } = person;
  const bound = { id: object.id, version };
  const place: [string, string, string, number] = [tenant.id, individual.row.id, object.id, version];
  const stored = async () => {
    const found = await readNamed({ receipt: receiptRow.at(...place) });
    const row = receiptRow.from(found.receipt);
    return row && receiptContent.open(sealer, { ...row, id: object.id }).release();
  };
  const known = await stored();
  if (known) return known;
  const signed = await sign(statement());
  const row = { version, sealed: receiptContent.seal(sealer, bound, signed) };
  const writes = [receiptRow.put(place, row), fenceOf(tenant.id, individual.row)] as const;
  if (await commitOnce({ tenant, at }, writes)) return signed;
  const first = await stored();
  if (!first) throw new Problem('unavailable', { retryAfter: 1 });
  return first;
}
