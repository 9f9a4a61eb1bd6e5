import type { Tenant } from '../../domain/members/authority.ts';
import { checkMemberChange } from '../../domain/members/member-change.ts';
import { standingAfter } from '../../domain/members/two-persons.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import type { MemberContact, MemberRow } from '../../model/member-rows.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newReference } from '../../platform/runtime/random.ts';
import { nextVersion } from '../../stores/commit/commit.ts';
import { principalId } from '../../stores/deployment/principals.ts';
import { formersAt } from '../../stores/members/former-members.ts';
import { contactOpener, sealedContact } from '../../stores/members/member-contact.ts';
import { putMember, readMembership } from '../../stores/members/members.ts';
import { ownTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';

/** Sets a principal's roles, organisation and rights, in place of its former ones, with effect from its next call. */
export const memberSet: Handler<'member.set'> = async (call, authority) => {
  const { at } = call;
  const tenant = ownTenant(authority);
  assertTenantState(tenant, at, 'open', 'retrieval');
  const { principal, roles, organisation, rights, name, email } = call.body;
  const id = principalId(principal.issuer ?? environment('ISSUER'), principal.subject);
  const read = await readMembership(tenant.id, id, authority.principal, organisation);
  const { before } = read;
  const next = nextVersion(before?.version, call.ifMatch);
  const { version } = next;
  checkMemberChange({
    actor: { id: authority.principal, roles: authority.roles },
    member: id,
    before,
    after: { roles, organisation, rights },
    operates: read.operates,
  });
  if (organisation !== undefined && !read.organisationKnown)
    throw new Problem('invalid-request', {
      errors: [{ pointer: '/organisation', detail: 'no such organisation' }],
    });
  const formers = before ? [] : await formersAt(tenant.id, at, id);
  const told = await concernsAdmins(tenant, before, call.body);
  await putMember(
    { tenant, member: id, actor: authority, at, read, next, told },
    {
      id,
      roles,
      organisation,
      rights,
      ...standingAfter(roles, before, { ...read.actor, id: authority.principal }, at, formers),
      version,
      ref: before?.ref ?? newReference(),
      sealed: await sealedContact(tenant, { id, version }, { name, email }),
    },
  );
  return { body: { id, version }, version };
};

/** Whether somebody becomes an admin, is one no longer, or is an admin who gets another address. */
async function concernsAdmins(
  tenant: Tenant,
  before: MemberRow | undefined,
  { roles, email }: MemberContact & Pick<MemberRow, 'roles'>,
): Promise<boolean> {
  const was = before?.roles.includes('admin') ?? false;
  if (was !== roles.includes('admin')) return true;
  if (!was || !before) return false;
  return (await contactOpener(tenant)(before))?.email !== email;
}
