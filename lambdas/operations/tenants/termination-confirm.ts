import { confirmingEnd } from '../../domain/tenants/termination.ts';
import type { Handler } from '../../http/serve.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { contractOf } from '../../stores/tenants/contract-change.ts';
import { takeStep } from './end-of-contract.ts';

/** Confirms, as a second admin, the end that another admin requested; the body repeats when it is to end. */
export const terminationConfirm: Handler<'termination.confirm'> = async (call, authority) => {
  const tenant = await contractOf(call.path.tenant);
  const pending = tenant.pendingTermination;
  const step = confirmingEnd(
    tenant,
    await twoMembers(tenant.id, pending?.by, authority.principal),
    call.body.endsAt,
    call.at,
  );
  const end = { at: call.at, reason: pending?.reason ?? 'other', agreed: false };
  return { body: await takeStep(tenant, step, authority, end) };
};
