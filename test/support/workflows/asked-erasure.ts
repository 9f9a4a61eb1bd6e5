/*
 * An individual who asked for their erasure longer than 72 hours ago. Import it after `openAccount`: it loads what
 * reads the environment.
 */
import type { ErasureRow } from '../../../lambdas/model/erasure-rows.ts';
import { beginErasure } from '../../../lambdas/stores/people/erasure.ts';
import { readIndividual } from '../../../lambdas/stores/people/individuals.ts';
import { erasureOf } from '../../../lambdas/stores/people/known-erasure.ts';
import { tenantOf } from '../../../lambdas/stores/tenants/tenants.ts';
import { tenantRow } from './ended-tenant.ts';

/** Has somebody ask for their own erasure; the 72 hours are over. */
export async function askErasure(tenant: string, individual: string): Promise<ErasureRow> {
  const act = {
    tenant: tenantOf(await tenantRow(tenant)),
    keyed: await readIndividual(tenant, individual, []),
    erasure: await erasureOf(tenant, individual),
    at: new Date(Date.now() - 73 * 60 * 60 * 1000).toISOString(),
    race: 'asked',
  };
  return beginErasure(act, 'individual');
}
