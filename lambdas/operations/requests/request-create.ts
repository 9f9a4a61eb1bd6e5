import { idBelow, ownBitsOf } from '../../domain/identifiers.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { daysToAnswer, lapseOf } from '../../domain/requests/lapse.ts';
import type { Handler } from '../../http/serve.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { type Claim, inShard, once } from '../../stores/idempotency/once.ts';
import { createRequest, newRequest } from '../../stores/requests/new-request.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { admissibleRequest } from './admissible-request.ts';

type Create = Handler<'request.create'>;
type CreateCall = Parameters<Create>[0];

/** The stored answer for a repeat. It does not name the individual, who may have been erased meanwhile. */
interface Made {
  readonly own: string;
  readonly lapsesAt: string;
}

const attempts = 12;
const race = 'request made';

/** Requests consent from an individual, in the name of the requester's organisation. */
export const requestCreate: Create = async (call, authority) => {
  const { path, body } = call;
  const { own, lapsesAt } = await once<Made>(
    { caller: authority.principal, operation: 'request.create', key: call.idempotencyKey, body },
    inShard(path.tenant),
    (claim) => make(call, authority, claim),
  );
  const id = idBelow('crq', body.individualId, own);
  return {
    body: { id, state: 'pending', lapsesAt, version: 1 },
    location: `/v1/tenants/${path.tenant}/consent-requests/${id}`,
  };
};

async function make({ body, at }: CreateCall, authority: MemberAuthority, claim: Claim<Made>): Promise<Made> {
  const tenant = actingTenant(authority, at, 'open');
  const { organisation } = authority;
  if (organisation === undefined) throw new Problem('forbidden');
  const act = { tenant, authority, at };
  return decideAgain(race, attempts, async () => {
    const admissible = await admissibleRequest(tenant, organisation, body, at);
    const lapsesAt = lapseOf(at, body.daysToAnswer ?? daysToAnswer.usual, body.until, tenant.timeZone);
    if (lapsesAt === undefined)
      throw new Problem('invalid-request', {
        errors: [{ pointer: '/until', detail: 'must leave three whole days to answer' }],
      });
    const wanted = { ...admissible, organisation, lapsesAt };
    const row = newRequest(act, wanted);
    const made: Made = { own: ownBitsOf(row.id), lapsesAt: row.lapsesAt };
    await createRequest(act, wanted, row, admissible.asking, claim(made), race);
    return made;
  });
}
