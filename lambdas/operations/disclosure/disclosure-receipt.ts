import { disclosureRecord } from '../../domain/disclosure/disclosure-record.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { disclosure } from '../../stores/disclosure/disclosure-log.ts';
import { receiptOf } from '../../stores/statements/receipts.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

/** The signed receipt of a disclosure, for the organisation that read; a disclosure to another one is not found. */
export const disclosureReceipt: Handler<'disclosure.receipt'> = async (
  { path, at },
  { tenant, organisation },
) => {
  if (!tenant?.kmsKey) throw new Problem('not-found');
  assertTenantState(tenant, at, 'open', 'retrieval');
  const known = await disclosure(tenant.id, tenant.kmsKey, path.disclosure);
  const { row, payload, individual } = known;
  if (payload.organisation !== organisation || row.outcome !== 'released') throw new Problem('not-found');
  const object = { id: row.id, version: 1, audience: 'full' } as const;
  return {
    body: await receiptOf({ tenant, at }, known, object, () => ({
      kind: 'disclosure-receipt',
      id: row.id,
      at: row.at,
      leaf: row.leaf,
      record: disclosureRecord(row, individual.row.id, payload),
    })),
  };
};
