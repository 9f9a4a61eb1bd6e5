import type { disclosuresOperations } from '../../api/operations/disclosures.ts';
import { disclosureRecord } from '../../domain/disclosure/disclosure-record.ts';
import { individualOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type DisclosureContent, type DisclosureRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { sealerFor } from '../../stores/keys/keyring.ts';
import { individualFrom, individualRowsOf } from '../../stores/people/individuals.ts';
import { receiptOf } from '../../stores/statements/receipts.ts';

/** The signed receipt of a disclosure, for the organisation that read; anybody else's does not exist. */
export const disclosureReceipt: HandlerOf<typeof disclosuresOperations, 'disclosure.receipt'> = async (
  { path },
  { tenant, organisation },
) => {
  if (!tenant?.kmsKey) throw new Problem('not-found');
  const individual = individualOf(path.disclosure);
  const [found, ...people] = await read([
    { table: 'vault', key: vaultKey.disclosure(tenant.id, individual, path.disclosure) },
    ...individualRowsOf(tenant.id, individual, ['case']),
  ]);
  const held = individualFrom(tenant.id, individual, ['case'], people);
  if (!found || !held) throw new Problem('not-found');
  const row = as<DisclosureRow>(found);
  const sealer = await sealerFor(tenant.kmsKey, held.keys, 'case');
  const { payload } = sealer.open<DisclosureContent>('disclosure', row.id, 1, row.sealed).release();
  if (payload.organisation !== organisation || row.outcome !== 'released') throw new Problem('not-found');
  return {
    body: await receiptOf(tenant.id, held, sealer, { id: row.id, version: 1, audience: 'full' }, () => ({
      kind: 'disclosure-receipt',
      id: row.id,
      at: row.at,
      leaf: row.leaf,
      record: disclosureRecord(row, individual, payload),
    })),
  };
};
