import { individualOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { newIdBelow } from '../../platform/runtime/random.ts';
import { once, withIndividual } from '../../stores/idempotency/once.ts';
import { type SentRecord, storeRecords } from '../../stores/records/store-records.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

/** How many bytes one record may have, in a batch or alone. */
const recordBytes = 64 * 1024;

/** Stores records of one individual together or not at all, each with an audit entry of its own. */
export const recordBatch: Handler<'record.batch'> = async (call, authority) => {
  const { path, body, at } = call;
  const stored = await once<{ items: { id: string; version: number }[] }>(
    { caller: authority.principal, operation: 'record.batch', key: call.idempotencyKey, body },
    withIndividual(path.tenant, path.individual),
    async (claim) => {
      const storing = {
        tenant: actingTenant(authority, at, 'open'),
        actorRef: authority.ref,
        individual: path.individual,
        at,
      };
      const items = await storeRecords(storing, sentRecords(path.individual, body.records), (written) =>
        claim({ items: written }),
      );
      return { items };
    },
  );
  return { body: stored };
};

type Batch = Parameters<typeof recordBatch>[0]['body'];

function sentRecords(individual: string, records: Batch['records']): SentRecord[] {
  const oversize = records.flatMap((one, i) =>
    Buffer.byteLength(JSON.stringify(one)) > recordBytes
      ? [{ pointer: `/records/${i}`, detail: 'larger than 64 KiB' }]
      : [],
  );
  if (oversize.length > 0) throw new Problem('too-large', { errors: oversize });
  const foreign = records.flatMap(({ id }, i) =>
    id !== undefined && individualOf(id) !== individual
      ? [{ pointer: `/records/${i}/id`, detail: 'not an id below this individual' }]
      : [],
  );
  if (foreign.length > 0) throw new Problem('invalid-request', { errors: foreign });
  return records.map(({ id, ...content }, i) => ({
    id: id ?? newIdBelow('rec', individual),
    named: id !== undefined,
    pointer: `/records/${i}`,
    content,
  }));
}
