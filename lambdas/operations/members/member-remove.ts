import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { checkMemberChange } from '../../domain/members/member-change.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type MemberRow } from '../../model/rows.ts';
import { nextVersion } from '../../platform/dynamodb/next-version.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { stillAdmin } from '../../stores/tenants/acting-admin.ts';
import { readWithReference } from '../../stores/tenants/audit-reference.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { mustBe, tenantFence } from '../../stores/tenants/tenants.ts';

/** Removes a member; their next call finds no membership. */
export const memberRemove: HandlerOf<typeof tenantsOperations, 'member.remove'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  mustBe(tenant, call.at, 'open', 'retrieval');
  const key = vaultKey.member(tenant.id, call.path.member);
  const { reference, rows } = await readWithReference(tenant.id, [
    { table: 'vault', key },
    { table: 'vault', key: vaultKey.member(tenant.id, authority.principal) },
  ]);
  const [stored, actor] = rows;
  if (!stored) throw new Problem('not-found');
  const { id, version, ...before } = as<MemberRow>(stored);
  const guard = nextVersion(version, call.ifMatch);
  checkMemberChange({
    actor: { id: authority.principal, roles: authority.roles },
    member: id,
    before,
    after: undefined,
    operates: false,
  });
  await transact([
    { table: 'vault', remove: key, if: guard.if, else: guard.else },
    ...stillAdmin(tenant.id, authority, actor),
    tenantFence(tenant),
    ...appendAudit({
      type: 'member.removed',
      at: call.at,
      tenant: tenant.id,
      actorRef: authority.ref,
      object: { id, under: reference },
      version,
    }).writes,
  ]);
  return {};
};
