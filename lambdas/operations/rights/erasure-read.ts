import type { Handler } from '../../http/serve.ts';
import { readIndividual } from '../../stores/people/individuals.ts';
import { erasureOf } from '../../stores/people/known-erasure.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { erasureView } from './erasure-view.ts';

/** How far the erasure of an individual has come; of one who is erased nothing is found. */
export const erasureRead: Handler<'erasure.read'> = async ({ path, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const [{ row }, erasure] = await Promise.all([
    readIndividual(tenant.id, path.individual, []),
    erasureOf(tenant.id, path.individual),
  ]);
  return { body: erasure ? erasureView(erasure) : { individualId: row.id, state: 'none' } };
};
