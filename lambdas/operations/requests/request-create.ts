import type { consentsOperations } from '../../api/operations/consents.ts';
import { idBelow, ownBitsOf } from '../../domain/identifiers.ts';
import { hasCome } from '../../domain/instant.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { daysToLapse } from '../../domain/requests/admission.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { listing, vaultKey } from '../../model/key-registry.ts';
import type { RequestRow } from '../../model/rows.ts';
import { pause } from '../../platform/dynamodb/backoff.ts';
import { absent, equals, transact } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newIdBelow } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { type Claim, once } from '../../stores/idempotency/once.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { actingTenant, type KeyedTenant } from '../../stores/tenants/acting-tenant.ts';
import { type Admissible, admissibleAsk } from './admissible-request.ts';

type Create = HandlerOf<typeof consentsOperations, 'request.create'>;
type CreateCall = Parameters<Create>[0];

/** What a repeat is answered from: nothing in it names the individual, who may have been erased meanwhile. */
interface Made {
  readonly own: string;
  readonly lapsesAt: string;
}

const attempts = 12;
const day = 24 * 60 * 60;

/** Asks an individual for permission, in the name of the organisation that the asker belongs to. */
export const requestCreate: Create = async (call, authority) => {
  const { path, body } = call;
  const { own, lapsesAt } = await once<Made>(
    { caller: authority.principal, operation: 'request.create', key: call.idempotencyKey, body },
    (hash) => vaultKey.shardIdempotency(path.tenant, hash),
    (claim) => ask(call, authority, claim),
  );
  const id = idBelow('crq', body.individualId, own);
  return {
    body: { id, state: 'pending', lapsesAt, version: 1 },
    location: `/v1/tenants/${path.tenant}/consent-requests/${id}`,
  };
};

async function ask({ body, at }: CreateCall, authority: MemberAuthority, claim: Claim<Made>): Promise<Made> {
  const tenant = actingTenant(authority, at, 'open');
  const { organisation } = authority;
  if (organisation === undefined) throw new Problem('forbidden');
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const admissible = await admissibleAsk(tenant, organisation, body, at);
    const made = await write({ tenant, authority, organisation, admissible, at, claim });
    if (made) return made;
    await pause(attempt);
  }
  throw new Problem('unavailable', { retryAfter: 1 });
}

interface Asking {
  readonly tenant: KeyedTenant;
  readonly authority: MemberAuthority;
  readonly organisation: string;
  readonly admissible: Admissible;
  readonly at: string;
  readonly claim: Claim<Made>;
}

/**
 * Writes the ask on condition that nobody has asked this individual and the individual has said no to nobody since
 * it was found admissible; undefined when that is not so.
 */
async function write(asking: Asking): Promise<Made | undefined> {
  const { tenant, authority, admissible, at, claim } = asking;
  const { held } = admissible;
  const { auditRef } = held.keys;
  const row = rowOf(asking);
  const made: Made = { own: ownBitsOf(row.id), lapsesAt: row.lapsesAt };
  const mail = dueMail(
    { kind: 'request', tenant: tenant.id, individual: row.individual, request: row.id },
    at,
  );
  const overtaken = new Error('overtaken');
  try {
    await transact([
      ...claim(made),
      {
        table: 'vault',
        update: vaultKey.individual(tenant.id, row.individual),
        add: { asks: 1 },
        if: equals({ state: 'active', gate: held.row.gate, asks: held.row.asks }),
        else: overtaken,
      },
      {
        table: 'vault',
        put: { ...vaultKey.request(tenant.id, row.individual, row.id), ...row },
        if: absent,
      },
      mail.write,
      ...appendAudit({
        type: 'consent.requested',
        at,
        tenant: tenant.id,
        actorRef: authority.ref,
        individualRef: auditRef,
        object: { id: row.id, under: auditRef },
        version: row.version,
      }).writes,
    ]);
  } catch (error) {
    if (error !== overtaken) throw error;
    return undefined;
  }
  await announce(mail);
  return made;
}

function rowOf({ tenant, authority, organisation, admissible, at }: Asking): RequestRow {
  const { held, sealer, content } = admissible;
  const individual = held.row.id;
  const id = newIdBelow('crq', individual);
  const lapse = after(at, daysToLapse * day);
  return {
    id,
    individual,
    organisation,
    requester: authority.principal,
    state: 'pending',
    createdAt: at,
    // A grant could not begin after its own end, so nobody is left with such an ask.
    lapsesAt: hasCome(content.until, lapse) ? content.until : lapse,
    version: 1,
    sealed: sealer.seal('request', id, 1, content),
    listPk: listing.requests(tenant.id),
    listSk: listing.at(at, id),
  };
}
