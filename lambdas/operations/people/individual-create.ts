import type { Handler } from '../../http/serve.ts';
import { inShard, once } from '../../stores/idempotency/once.ts';
import { type Enrolled, enrol } from '../../stores/people/enrolment.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { assertLanguageOf } from './known-language.ts';

/** Enrols an individual, at most once for each idempotency key. */
export const individualCreate: Handler<'individual.create'> = async (
  { path, body, at, idempotencyKey },
  authority,
) => {
  const created = await once<Enrolled>(
    { caller: authority.principal, operation: 'individual.create', key: idempotencyKey, body },
    inShard(path.tenant),
    (claim) => {
      const tenant = actingTenant(authority, at, 'open');
      assertLanguageOf(tenant, body.language);
      return enrol(tenant, { ...body, by: authority.principal }, authority.ref, at, claim);
    },
  );
  return { body: created, location: `/v1/tenants/${path.tenant}/individuals/${created.id}` };
};
