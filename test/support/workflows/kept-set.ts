/* A kept set made by hand, sealed as `exporter` seals it: for tests of what becomes of one later. */
import { randomBytes } from 'node:crypto';
import type { Tenant } from '../../../lambdas/domain/members/authority.ts';
import {
  dueKept,
  type KeptLine,
  type KeptSetRow,
  keptContent,
  keptRow,
  keptSetId,
  keptSetRow,
} from '../../../lambdas/model/kept-rows.ts';
import { listed } from '../../../lambdas/model/row.ts';

/**
 * Stores a kept set of an open tenant, with its key, and gives its id.
 * @param over what of it is not as of one that is to go in a year, after the erasure was committed.
 */
export async function keepSet(
  tenant: Pick<Tenant, 'id' | 'kmsKey'>,
  lines: readonly KeptLine[],
  over: Partial<KeptSetRow> & { readonly committed?: boolean } = {},
): Promise<string> {
  const { transact } = await import('../../../lambdas/platform/dynamodb/transaction.ts');
  const { read } = await import('../../../lambdas/platform/dynamodb/reads.ts');
  const { newKeptKey } = await import('../../../lambdas/stores/keys/make-kept-key.ts');
  const { keptKeyRowsOf, keptSealer } = await import('../../../lambdas/stores/keys/open-kept.ts');
  const { id, kmsKey = '' } = tenant;
  const attestation = over.attestation ?? `att_${randomBytes(16).toString('hex')}`;
  const set = over.id ?? keptSetId(attestation, randomBytes(16).toString('hex'));
  await transact([await newKeptKey(id, kmsKey, set)]);
  const sealer = await keptSealer(kmsKey, id, set, await read(keptKeyRowsOf(id, set)));
  if (!sealer) throw new Error('no key');
  const { committed = true, ...rest } = over;
  const until = over.until ?? new Date(Date.now() + 365 * 86_400_000).toISOString();
  const row: KeptSetRow = {
    id: set,
    kind: 'law',
    ground: '§ 630f (3) BGB',
    until,
    counts: { record: lines.length },
    attestation,
    at: new Date().toISOString(),
    ...(committed && listed(dueKept, until, set)),
    ...rest,
  };
  await transact([
    keptSetRow.put([id, set], row),
    ...lines.map((line) => {
      const own = randomBytes(16).toString('hex');
      const sealed = keptContent.seal(sealer, { id: own, version: 1 }, line);
      return keptRow.put([id, set, own], { id: own, version: 1, sealed });
    }),
  ]);
  return set;
}
