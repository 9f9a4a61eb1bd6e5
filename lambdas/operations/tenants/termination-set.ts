import { stateAt } from '../../domain/tenants/tenancy.ts';
import { settingEnd } from '../../domain/tenants/termination.ts';
import type { Handler } from '../../http/serve.ts';
import type { PendingTermination } from '../../model/tenant-rows.ts';
import { changeContract, contractOf } from '../../stores/tenants/contract-change.ts';
import { takeStep } from './end-of-contract.ts';

/** Sets the end of a contract: immediately for an operator; for an admin, once a second admin has confirmed it. */
export const terminationSet: Handler<'termination.set'> = async (call, authority) => {
  const tenant = await contractOf(call.path.tenant);
  const { reason, endsAt } = call.body;
  const step = settingEnd(tenant, authority.roles, endsAt, call.at);
  if (step.step !== 'request') {
    const end = { at: call.at, reason, agreed: true };
    return { body: { ...(await takeStep(tenant, step, authority, end)), pendingConfirmation: false } };
  }
  const pending: PendingTermination = { by: authority.principal, at: call.at, reason, endsAt };
  const change = { set: { pendingTermination: pending } };
  await changeContract(tenant, authority, call.at, 'contract.end-asked', change, 'contract-end-asked');
  return {
    body: {
      state: stateAt(tenant, call.at),
      epoch: tenant.epoch,
      pendingConfirmation: true,
      endsAt: endsAt ?? call.at,
    },
  };
};
