import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { undoingEnd } from '../../domain/tenants/termination.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { TenantRow } from '../../model/rows.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { asRead, fences } from '../../stores/tenants/contract-end.ts';
import { changeContract, contractRow } from './end-of-contract.ts';
import { provisionSoon } from './provision-soon.ts';

/**
 * Undoes the end of a contract: reinstates one that has ended, before the purge commits, or drops an end that was
 * only set or asked for. The new epoch of a reinstatement stops the retention workflow at its next step.
 */
export const terminationUndo: HandlerOf<typeof tenantsOperations, 'termination.undo'> = async (
  call,
  authority,
) => {
  const tenant = await contractRow(call.path.tenant);
  const { step, endsAt } = undoingEnd(tenant, authority.roles, call.at);
  const change = {
    set: { endsAt, agreedEndsAt: endsAt },
    unset: [
      'pendingTermination',
      'endReason',
      'endedAt',
      'purgeAt',
      ...(endsAt === undefined ? ['endsAt', 'agreedEndsAt'] : []),
    ],
  };
  if (step === 'drop') {
    await changeContract(tenant, authority, call.at, 'contract.end-dropped', change);
    return { body: { state: tenant.state, epoch: tenant.epoch } };
  }
  const state = tenant.openedAt === undefined ? 'provisioning' : 'open';
  const epoch = tenant.epoch + 1;
  await reinstate(tenant, authority, call.at, { ...change, set: { ...change.set, state, epoch } });
  if (state === 'provisioning') await provisionSoon(tenant.id);
  return { body: { state, epoch } };
};

async function reinstate(
  tenant: TenantRow,
  actor: MemberAuthority,
  at: string,
  change: {
    readonly set: Record<string, unknown> & { readonly epoch: number; readonly state: TenantRow['state'] };
    readonly unset: readonly string[];
  },
): Promise<void> {
  const mail = dueMail({ kind: 'contract-reinstated', tenant: tenant.id }, at);
  await transact([
    {
      table: 'vault',
      update: vaultKey.tenant(tenant.id),
      set: { ...change.set, version: tenant.version + 1 },
      unset: change.unset,
      if: asRead(tenant),
      else: 'conflict',
    },
    ...(change.set.state === 'open' ? fences(tenant.id, { state: 'open', epoch: change.set.epoch }) : []),
    ...appendAudit({ type: 'contract.reinstated', at, tenant: tenant.id, actorRef: actor.ref }).writes,
    mail.write,
  ]);
  await announce(mail);
}
