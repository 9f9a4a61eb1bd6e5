import type { AuditType } from '../../domain/evidence/audit.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { stateAt } from '../../domain/tenants/tenancy.ts';
import type { EndStep } from '../../domain/tenants/termination.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type MailRow, type TenantRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { faultOf, log } from '../../platform/observability/log.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { startWorkflow } from '../../stores/retention/executions.ts';
import { asRead, endContract } from '../../stores/tenants/contract-end.ts';

/** The tenant's row with everything about its end, read again: what follows is conditional on it. */
export async function contractRow(tenant: string): Promise<TenantRow> {
  const [row] = await read([{ table: 'vault', key: vaultKey.tenant(tenant) }]);
  if (!row) throw new Problem('not-found');
  return as<TenantRow>(row);
}

/** What an end, or a change of one, left the contract at. */
export interface ContractState {
  readonly state: TenantRow['state'];
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
  step: Exclude<EndStep, { step: 'ask' }>,
  actor: MemberAuthority,
  end: { readonly at: string; readonly reason: string; readonly agreed: boolean },
): Promise<ContractState> {
  if (step.step === 'end') {
    const ended = await endContract(tenant, { endedAt: end.at, actorRef: actor.ref, ...end });
    await retainSoon(tenant.id, ended.epoch);
    return ended;
  }
  const { endsAt } = step;
  const change = {
    set: { endsAt, endReason: end.reason, ...(end.agreed && { agreedEndsAt: endsAt }) },
    unset: ['pendingTermination'],
  };
  await changeContract(tenant, actor, end.at, 'contract.end-set', change, 'contract-end-set');
  return { state: stateAt({ ...tenant, endsAt }, end.at), epoch: tenant.epoch, endsAt };
}

/** Changes a tenant's row with its audit entry and its mail to the admins, in one transaction, if it is as it was read. */
export async function changeContract(
  tenant: TenantRow,
  actor: MemberAuthority,
  at: string,
  type: AuditType,
  change: { readonly set: Record<string, unknown>; readonly unset: readonly string[] },
  kind?: MailRow['kind'],
): Promise<void> {
  const mails = kind === undefined ? [] : [dueMail({ kind, tenant: tenant.id }, at)];
  await transact([
    {
      table: 'vault',
      update: vaultKey.tenant(tenant.id),
      set: { ...change.set, version: tenant.version + 1 },
      unset: change.unset,
      if: asRead(tenant),
      else: 'conflict',
    },
    ...appendAudit({ type, at, tenant: tenant.id, actorRef: actor.ref, version: tenant.version + 1 }).writes,
    ...mails.map(({ write }) => write),
  ]);
  await announce(...mails);
}

/** Starts the retention workflow. What has happened already never fails for it: the reconciler starts it too. */
async function retainSoon(tenant: string, epoch: number): Promise<void> {
  try {
    await startWorkflow('RETENTION_MACHINE', { v: 1, tenant, epoch, attempt: 1 });
  } catch (error) {
    log('warn', 'retention not started', { tenant, epoch, ...faultOf(error) });
  }
}
