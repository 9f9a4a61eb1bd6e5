import type { BodyOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import { isPast } from '../../domain/instant.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { checkMemberChange } from '../../domain/members/member-change.ts';
import { type InputFault, Problem } from '../../domain/problems.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import type { Handler } from '../../http/serve.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { operates } from '../../stores/deployment/operators.ts';
import { principalId } from '../../stores/deployment/principals.ts';
import { inDeployment, once } from '../../stores/idempotency/once.ts';
import { createTenant, newTenant } from '../../stores/tenants/new-tenant.ts';
import { provisionSoon } from './provision-soon.ts';

type Input = BodyOf<RowNamed<'tenant.create'>>;

/**
 * Creates a tenant, still without keys, with its first admin, who has no name yet. The keymaker does the rest in
 * the background; if the call to it gets lost, the reconciler calls again.
 */
export const tenantCreate: Handler<'tenant.create'> = async (call, authority) => {
  const { body } = call;
  const { firstAdmin, ...wish } = body;
  const errors = faultsIn(body, call.at);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  const admin = principalId(firstAdmin.issuer ?? environment('ISSUER'), firstAdmin.subject);
  const repeatable = {
    caller: authority.principal,
    operation: 'tenant.create',
    key: call.idempotencyKey,
    body,
  };
  const created = await once<{ id: string; state: 'provisioning'; version: number }>(
    repeatable,
    inDeployment,
    async (claim) => {
      await mayBeAdmin(admin, authority);
      const tenant = newTenant({ ...wish, languages: [...new Set(wish.languages)] }, call.at);
      const answer = { id: tenant.id, state: 'provisioning', version: tenant.version } as const;
      await createTenant(tenant, admin, authority, claim(answer));
      await provisionSoon(tenant.id);
      return answer;
    },
  );
  return { body: created, version: created.version, location: `/v1/tenants/${created.id}` };
};

function faultsIn({ timeZone, endsAt }: Input, now: string): InputFault[] {
  return [
    ...(isTimeZone(timeZone) ? [] : [{ pointer: '/timeZone', detail: 'no such time zone' }]),
    ...(endsAt !== undefined && isPast(endsAt, now)
      ? [{ pointer: '/endsAt', detail: 'lies in the past' }]
      : []),
  ];
}

/** @throws Problem `separation-of-duties` for one who operates the deployment */
async function mayBeAdmin(admin: string, operator: MemberAuthority): Promise<void> {
  checkMemberChange({
    actor: { id: operator.principal, roles: operator.roles },
    member: admin,
    before: undefined,
    after: { roles: ['admin'], rights: [] },
    operates: await operates(admin),
  });
}
