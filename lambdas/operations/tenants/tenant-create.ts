import type { BodyOf } from '../../api/operation.ts';
import type { tenantsOperations } from '../../api/operations/tenants.ts';
import { hasCome } from '../../domain/instant.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { checkMemberChange } from '../../domain/members/member-change.ts';
import { type InputFault, Problem } from '../../domain/problems.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { listing, vaultKey } from '../../model/key-registry.ts';
import type { MemberRow, TenantRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, transact } from '../../platform/dynamodb/transaction.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newBytes, newId, newReference } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { principalId } from '../../stores/deployment/principals.ts';
import { once } from '../../stores/idempotency/once.ts';
import { provisionSoon } from './provision-soon.ts';

type Wish = BodyOf<Extract<(typeof tenantsOperations)[number], { readonly name: 'tenant.create' }>>;

/**
 * Creates a tenant, still without keys, with its first admin, who has no name yet. The keymaker does the rest in
 * the background; if the call to it gets lost, the reconciler calls again.
 */
export const tenantCreate: HandlerOf<typeof tenantsOperations, 'tenant.create'> = async (call, authority) => {
  const { body } = call;
  const errors = faultsIn(body, call.at);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  const admin = principalId(body.firstAdmin.issuer ?? environment('ISSUER'), body.firstAdmin.subject);
  const repeatable = {
    caller: authority.principal,
    operation: 'tenant.create',
    key: call.idempotencyKey,
    body,
  };
  const created = await once<{ id: string; state: 'provisioning'; version: number }>(
    repeatable,
    vaultKey.deploymentIdempotency,
    async (claim) => {
      await mayBeAdmin(admin, authority);
      const tenant = newTenant(body, call.at);
      const answer = { id: tenant.id, state: 'provisioning', version: tenant.version } as const;
      const member: MemberRow = {
        id: admin,
        roles: ['admin'],
        rights: [],
        since: call.at,
        version: 1,
        ref: newReference(),
      };
      await transact([
        ...claim(answer),
        { table: 'vault', put: { ...vaultKey.tenant(tenant.id), ...tenant }, if: absent },
        { table: 'vault', put: { ...vaultKey.member(tenant.id, admin), ...member }, if: absent },
        ...appendAudit({
          type: 'tenant.created',
          at: call.at,
          tenant: tenant.id,
          actorRef: authority.ref,
          version: tenant.version,
        }).writes,
      ]);
      await provisionSoon(tenant.id);
      return answer;
    },
  );
  return { body: created, version: created.version, location: `/v1/tenants/${created.id}` };
};

function faultsIn({ timeZone, endsAt }: Wish, now: string): InputFault[] {
  return [
    ...(isTimeZone(timeZone) ? [] : [{ pointer: '/timeZone', detail: 'no such time zone' }]),
    ...(endsAt !== undefined && hasCome(endsAt, now)
      ? [{ pointer: '/endsAt', detail: 'lies in the past' }]
      : []),
  ];
}

/** @throws Problem `separation-of-duties` for one who operates the deployment */
async function mayBeAdmin(admin: string, operator: MemberAuthority): Promise<void> {
  const [row] = await read([{ table: 'vault', key: vaultKey.operator(admin) }]);
  checkMemberChange({
    actor: { id: operator.principal, roles: operator.roles },
    member: admin,
    before: undefined,
    after: { roles: ['admin'], rights: [] },
    operates: row !== undefined,
  });
}

function newTenant(wish: Wish, at: string): TenantRow {
  const id = newId('tnt');
  const { endsAt } = wish;
  return {
    id,
    name: wish.name,
    country: wish.country,
    timeZone: wish.timeZone,
    languages: [...new Set(wish.languages)],
    helpPhone: wish.helpPhone,
    createdAt: at,
    version: 1,
    state: 'provisioning',
    epoch: 1,
    ...(endsAt !== undefined && { endsAt, agreedEndsAt: endsAt }),
    cursorSecret: newBytes(32),
    listPk: listing.tenants,
    listSk: listing.at(at, id),
  };
}
