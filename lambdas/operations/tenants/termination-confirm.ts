import { confirmingEnd } from '../../domain/tenants/termination.ts';
import type { Handler } from '../../http/serve.ts';
import { memberOf } from '../../stores/members/members.ts';
import { contractOf } from '../../stores/tenants/contract-change.ts';
import { takeStep } from './end-of-contract.ts';

/** Confirms, as a second admin, the end that another admin requested. */
export const terminationConfirm: Handler<'termination.confirm'> = async (call, authority) => {
  const tenant = await contractOf(call.path.tenant);
  const pending = tenant.pendingTermination;
  const requester = pending && (await memberOf(tenant.id, pending.by));
  const requestedByAdmin = requester?.roles.includes('admin') ?? false;
  const step = confirmingEnd(tenant, authority.principal, requestedByAdmin, call.at);
  const end = { at: call.at, reason: pending?.reason ?? 'other', agreed: false };
  return { body: await takeStep(tenant, step, authority, end) };
};
