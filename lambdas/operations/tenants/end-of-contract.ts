import type { MemberAuthority } from '../../domain/members/authority.ts';
import { stateAt, type TenantState } from '../../domain/tenants/tenancy.ts';
import type { EndStep } from '../../domain/tenants/termination.ts';
import type { TenantRow } from '../../model/tenant-rows.ts';
import { faultOf, log } from '../../platform/observability/log.ts';
import { clearLeftExports } from '../../stores/exports/executions.ts';
import { startWorkflow } from '../../stores/retention/executions.ts';
import { changeContract } from '../../stores/tenants/contract-change.ts';
import { endContract } from '../../stores/tenants/contract-end.ts';

/** The state of a contract after its end was set, confirmed or undone. */
export interface ContractState {
  readonly state: TenantState;
  readonly epoch: number;
  readonly endsAt: string;
  readonly purgeAt?: string;
}

/**
 * Ends the contract now, or fixes the date of its end.
 * @param end.agreed whether the operator set it.
 * @throws Problem `conflict` when the contract has changed meanwhile
 */
export async function takeStep(
  tenant: TenantRow,
  step: Exclude<EndStep, { step: 'request' }>,
  actor: MemberAuthority,
  end: { readonly at: string; readonly reason: string; readonly agreed: boolean },
): Promise<ContractState> {
  if (step.step === 'end') {
    const ended = await endContract(tenant, { endedAt: end.at, actorRef: actor.ref, ...end });
    await retainSoon(tenant.id, ended.epoch);
    await clearLeftExports(tenant.id);
    return ended;
  }
  const { endsAt } = step;
  const change = {
    set: { endsAt, endReason: end.reason, ...(end.agreed && { agreedEndsAt: endsAt }) },
    unset: ['pendingTermination'] as const,
  };
  await changeContract(tenant, actor, end.at, 'contract.end-set', change, 'contract-end-set');
  return { state: stateAt({ ...tenant, endsAt }, end.at), epoch: tenant.epoch, endsAt };
}

/** Starts the retention workflow. A failure does not fail the call, since the reconciler starts it too. */
async function retainSoon(tenant: string, epoch: number): Promise<void> {
  try {
    await startWorkflow('RETENTION_MACHINE', { v: 1, tenant, epoch, attempt: 1 });
  } catch (error) {
    log('warn', 'retention not started', { tenant, epoch, ...faultOf(error) });
  }
}
