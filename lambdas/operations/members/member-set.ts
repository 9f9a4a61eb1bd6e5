import type { tenantsOperations } from '../../api/operations/tenants.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { checkMemberChange } from '../../domain/members/member-change.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type MemberContact, type MemberRow } from '../../model/rows.ts';
import { nextVersion } from '../../platform/dynamodb/next-version.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { principalId } from '../../stores/deployment/principals.ts';
import { stillAdmin } from '../../stores/tenants/acting-admin.ts';
import { readWithReference } from '../../stores/tenants/audit-reference.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { mustBe, tenantFence } from '../../stores/tenants/tenants.ts';
import { memberSealer } from './member-view.ts';

/** Gives a principal its roles, organisation and rights, in place of those it had, with effect on its next call. */
export const memberSet: HandlerOf<typeof tenantsOperations, 'member.set'> = async (call, authority) => {
  const tenant = ownTenant(authority);
  mustBe(tenant, call.at, 'open', 'retrieval');
  const { principal, roles, organisation, rights, name, email } = call.body;
  const id = principalId(principal.issuer ?? environment('ISSUER'), principal.subject);
  const key = vaultKey.member(tenant.id, id);
  const { reference, rows } = await readWithReference(tenant.id, [
    { table: 'vault', key },
    { table: 'vault', key: vaultKey.operator(id) },
    { table: 'vault', key: vaultKey.member(tenant.id, authority.principal) },
    ...(organisation === undefined
      ? []
      : [{ table: 'vault' as const, key: vaultKey.organisation(tenant.id, organisation) }]),
  ]);
  const [stored, operator, actor, party] = rows;
  const before = stored && as<MemberRow>(stored);
  const next = nextVersion(before?.version, call.ifMatch);
  checkMemberChange({
    actor: { id: authority.principal, roles: authority.roles },
    member: id,
    before,
    after: { roles, organisation, rights },
    operates: operator !== undefined,
  });
  if (organisation !== undefined && !party)
    throw new Problem('invalid-request', {
      errors: [{ pointer: '/organisation', detail: 'no such organisation' }],
    });
  const row: MemberRow = {
    id,
    roles,
    organisation,
    rights,
    since: before?.since ?? call.at,
    version: next.version,
    ref: before?.ref ?? newReference(),
    sealed: await sealedContact(tenant, id, next.version, { name, email }),
  };
  await transact([
    { table: 'vault', put: { ...key, ...row }, if: next.if, else: next.else },
    ...(authority.principal === id ? [] : stillAdmin(tenant.id, authority, actor)),
    tenantFence(tenant),
    ...appendAudit({
      type: 'member.set',
      at: call.at,
      tenant: tenant.id,
      actorRef: authority.ref,
      object: { id, under: reference },
      version: next.version,
    }).writes,
  ]);
  return { body: { id, version: next.version }, version: next.version };
};

async function sealedContact(
  tenant: Tenant,
  id: string,
  version: number,
  contact: MemberContact,
): Promise<Uint8Array | undefined> {
  if (contact.name === undefined && contact.email === undefined) return undefined;
  const sealer = await memberSealer(tenant);
  if (!sealer) throw new Problem('tenant-not-open');
  return sealer.seal('member', id, version, contact);
}
