import { undoingEnd } from '../../domain/tenants/termination.ts';
import type { Handler } from '../../http/serve.ts';
import { clearLeftExports } from '../../stores/exports/executions.ts';
import {
  type ContractChange,
  changeContract,
  contractOf,
  reinstateContract,
} from '../../stores/tenants/contract-change.ts';
import { provisionSoon } from './provision-soon.ts';

/**
 * Undoes the end of a contract: reinstates a contract that has ended, before the purge commits, or drops an end that
 * was only set or requested.
 */
export const terminationUndo: Handler<'termination.undo'> = async (call, authority) => {
  const tenant = await contractOf(call.path.tenant);
  const { step, endsAt } = undoingEnd(tenant, authority.roles, call.at);
  const change: ContractChange = {
    set: { endsAt, agreedEndsAt: endsAt },
    unset: [
      'pendingTermination',
      'endReason',
      'endedAt',
      'purgeAt',
      ...(endsAt === undefined ? (['endsAt', 'agreedEndsAt'] as const) : []),
    ],
  };
  if (step === 'drop') {
    await changeContract(tenant, authority, call.at, 'contract.end-dropped', change);
    return { body: { state: tenant.state, epoch: tenant.epoch } };
  }
  const reinstated = await reinstateContract(tenant, authority, call.at, change);
  await clearLeftExports(tenant.id);
  if (reinstated.state === 'provisioning') await provisionSoon(tenant.id);
  return { body: reinstated };
};
