import { individualOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { storeRecords } from '../../stores/records/store-records.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';

/** Stores one record under the id that its provider chose, or replaces it; the replaced values are deleted. */
export const recordPut: Handler<'record.put'> = async ({ path, body, at, ifMatch }, authority) => {
  if (individualOf(path.record) !== path.individual) throw new Problem('not-found');
  const [written] = await storeRecords(
    {
      tenant: actingTenant(authority, at, 'open'),
      actorRef: authority.ref,
      individual: path.individual,
      at,
      ifMatch,
    },
    [{ id: path.record, named: true, pointer: '', content: body }],
  );
  if (!written) throw new Problem('internal');
  return { body: written, version: written.version };
};
