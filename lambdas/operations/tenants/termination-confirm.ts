import { Problem } from '../../domain/problems.ts';
import { confirmingEnd } from '../../domain/tenants/termination.ts';
import type { Handler } from '../../http/serve.ts';
import { memberOf } from '../../stores/members/members.ts';
import { contractOf } from '../../stores/tenants/contract-change.ts';
import { takeStep } from './end-of-contract.ts';

/** Confirms, as a second admin, the end that another admin requested; the body repeats when it is to end. */
export const terminationConfirm: Handler<'termination.confirm'> = async (call, authority) => {
  const tenant = await contractOf(call.path.tenant);
  const pending = tenant.pendingTermination;
  const [confirmer, requester] = await Promise.all([
    memberOf(tenant.id, authority.principal),
    pending && memberOf(tenant.id, pending.by),
  ]);
  if (!confirmer) throw new Problem('forbidden');
  const step = confirmingEnd(tenant, { requester, confirmer }, call.body.endsAt, call.at);
  const end = { at: call.at, reason: pending?.reason ?? 'other', agreed: false };
  return { body: await takeStep(tenant, step, authority, end) };
};
