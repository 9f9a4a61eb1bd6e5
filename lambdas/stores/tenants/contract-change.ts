import type { AuditType } from '../../domain/evidence/audit.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { MailKind } from '../../model/outbox-rows.ts';
import type { Change } from '../../model/row.ts';
import { type TenantRow, tenantRow } from '../../model/tenant-rows.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { freeLease } from '../retention/lease.ts';
import { asRead, fences } from './contract-end.ts';
import { readTenant } from './read-tenant.ts';

/** The change of a contract. */
export type ContractChange = Pick<Change<TenantRow>, 'set' | 'unset'>;

/**
 * Reads the tenant's row again, with everything about its end; the change is conditional on it.
 * @throws Problem `not-found`
 */
export async function contractOf(tenant: string): Promise<TenantRow> {
  const row = await readTenant(tenant);
  if (!row) throw new Problem('not-found');
  return row;
}

/**
 * Changes a contract, with its audit entry and its mail to the admins, if any, in one transaction.
 * @throws Problem `conflict` when the tenant's row is not as it was read
 */
export async function changeContract(
  tenant: TenantRow,
  actor: MemberAuthority,
  at: string,
  type: AuditType,
  change: ContractChange,
  mail?: MailKind,
): Promise<void> {
  await commit(
    { tenant, at },
    [
      changed(tenant, change),
      freeLease({ ...tenant, endsAt: endAfter(tenant, change) }, { attempt: 0, until: at }),
      ...appendAudit({ type, at, tenant: tenant.id, actorRef: actor.ref, version: tenant.version + 1 })
        .writes,
    ],
    mail === undefined ? [] : [dueMail({ kind: mail, tenant: tenant.id }, at)],
  );
}

/**
 * Reinstates a contract that has ended: the tenant gets its former state and a new epoch, which stops the retention
 * workflow at its next step. Opens the shards if the tenant was open, and informs the admins.
 * @throws Problem `conflict` when the tenant's row is not as it was read
 */
export async function reinstateContract(
  tenant: TenantRow,
  actor: MemberAuthority,
  at: string,
  change: ContractChange,
): Promise<{ readonly state: 'provisioning' | 'open'; readonly epoch: number }> {
  const state = tenant.openedAt === undefined ? 'provisioning' : 'open';
  const epoch = tenant.epoch + 1;
  await commit(
    { tenant, at },
    [
      changed(tenant, { ...change, set: { ...change.set, state, epoch } }),
      freeLease({ ...tenant, endsAt: endAfter(tenant, change), state, epoch }, { attempt: 0, until: at }),
      ...(state === 'open' ? fences(tenant.id, { state: 'open', epoch }) : []),
      ...appendAudit({ type: 'contract.reinstated', at, tenant: tenant.id, actorRef: actor.ref }).writes,
    ],
    [dueMail({ kind: 'contract-reinstated', tenant: tenant.id }, at)],
  );
  return { state, epoch };
}

/** The agreed end after a change. */
function endAfter({ endsAt }: TenantRow, { set }: ContractChange): string | undefined {
  return set && 'endsAt' in set ? set.endsAt : endsAt;
}

function changed(tenant: TenantRow, { set, unset }: ContractChange) {
  return tenantRow.update(
    [tenant.id],
    { set: { ...set, version: tenant.version + 1 }, ...(unset && { unset }) },
    { if: asRead(tenant), else: 'conflict' },
  );
}
