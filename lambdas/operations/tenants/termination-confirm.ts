import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { Role } from '../../domain/tenants/tenancy.ts';
import { confirmingEnd } from '../../domain/tenants/termination.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { contractRow, takeStep } from './end-of-contract.ts';

/** Confirms, as a second admin, the end that another admin asked for. */
export const terminationConfirm: HandlerOf<typeof tenantsOperations, 'termination.confirm'> = async (
  call,
  authority,
) => {
  const tenant = await contractRow(call.path.tenant);
  const pending = tenant.pendingTermination;
  const [asker] = pending
    ? await read([{ table: 'vault', key: vaultKey.member(tenant.id, pending.by) }])
    : [];
  const askedByAdmin = ((asker?.roles ?? []) as Role[]).includes('admin');
  const step = confirmingEnd(tenant, authority.principal, askedByAdmin, call.at);
  const end = { at: call.at, reason: pending?.reason ?? 'other', agreed: false };
  return { body: await takeStep(tenant, step, authority, end) };
};
