import type { BodyOf } from '../../api/operation.ts';
import type { recordsOperations } from '../../api/operations/records.ts';
import { shardOf } from '../../domain/identifiers.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Contact, IndividualRow, PointerRow } from '../../model/rows.ts';
import { absent, equals, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { once } from '../../stores/idempotency/once.ts';
import { newIndividualKeys } from '../../stores/keys/make-individual-keys.ts';
import { tenantLookUp } from '../../stores/keys/open-index.ts';
import { actingTenant, type KeyedTenant } from '../../stores/tenants/acting-tenant.ts';

type Enrolment = BodyOf<Extract<(typeof recordsOperations)[number], { readonly name: 'individual.create' }>>;

/**
 * Enrols an individual with keys of their own, under a reference that nobody else of the tenant has. The fence of
 * their shard lets nobody in once the contract has ended.
 */
export const individualCreate: HandlerOf<typeof recordsOperations, 'individual.create'> = async (
  call,
  authority,
) => {
  const { path, body, at } = call;
  const created = await once<{ id: string; version: number }>(
    {
      caller: authority.principal,
      operation: 'individual.create',
      key: call.idempotencyKey,
      body,
    },
    (hash) => vaultKey.shardIdempotency(path.tenant, hash),
    async (claim) => {
      const tenant = actingTenant(authority, at, 'open');
      const { row, writes } = await newIndividual(tenant, authority.ref, body, at);
      const answer = { id: row.id, version: row.version };
      await transact([...claim(answer), openShard(tenant, row.id), ...writes]);
      return answer;
    },
  );
  return { body: created, location: `/v1/tenants/${path.tenant}/individuals/${created.id}` };
};

function openShard({ id, epoch }: KeyedTenant, individual: string): Write {
  return {
    table: 'vault',
    check: vaultKey.fence(id, shardOf(individual)),
    if: equals({ state: 'open', epoch }),
    else: 'tenant-not-open',
  };
}

async function newIndividual(
  { id: tenant, kmsKey }: KeyedTenant,
  actorRef: string,
  { reference, contact, language }: Enrolment,
  at: string,
): Promise<{ readonly row: IndividualRow; readonly writes: readonly Write[] }> {
  const id = newId('ind');
  const [look, keys] = await Promise.all([
    tenantLookUp(tenant, kmsKey),
    newIndividualKeys(tenant, kmsKey, id),
  ]);
  const content: Contact = { reference, ...contact };
  const row: IndividualRow = {
    id,
    state: 'active',
    gate: 1,
    version: 1,
    asks: 0,
    createdAt: at,
    language,
    contactVersion: 1,
    contactSetAt: at,
    contactSetBy: 'tenant',
    contactOwned: false,
    referenceHash: look.reference(reference),
    addressHash: look.address(contact.email),
    sealed: keys.contact.seal('individual', id, 1, content),
  };
  const { auditRef } = keys;
  const pointer: PointerRow = { individual: id };
  return {
    row,
    writes: [
      {
        table: 'vault',
        put: { ...vaultKey.reference(tenant, row.referenceHash), ...pointer },
        if: absent,
        else: 'already-exists',
      },
      { table: 'vault', put: { ...vaultKey.individual(tenant, id), ...row }, if: absent },
      { table: 'vault', put: { ...vaultKey.address(tenant, row.addressHash, id), ...pointer } },
      ...keys.writes,
      ...appendAudit({
        type: 'individual.created',
        at,
        tenant,
        actorRef,
        individualRef: auditRef,
        object: { id, under: auditRef },
        version: row.version,
      }).writes,
    ],
  };
}
