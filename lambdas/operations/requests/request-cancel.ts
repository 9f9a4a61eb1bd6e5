import type { consentsOperations } from '../../api/operations/consents.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { nextVersion } from '../../platform/dynamodb/next-version.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownRequest } from './known-request.ts';
import { versionTold } from './request-view.ts';

/** Takes a pending request back; what has been decided stays decided. */
export const requestCancel: HandlerOf<typeof consentsOperations, 'request.cancel'> = async (
  { path, at, ifMatch },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const { key, row, held } = await knownRequest(tenant, authority, path.request, []);
  const next = nextVersion(versionTold(row, 'recipient'), ifMatch);
  if (requestStateAt(row, at) !== 'pending') throw new Problem('conflict');
  const { auditRef } = held.keys;
  await transact([
    fenceOf(tenant.id, held.row),
    {
      table: 'vault',
      update: key,
      set: { state: 'cancelled', version: next.version },
      if: equals({ state: 'pending', version: row.version }),
      else: next.else,
    },
    ...appendAudit({
      type: 'consent.cancelled',
      at,
      tenant: tenant.id,
      actorRef: authority.ref,
      individualRef: auditRef,
      object: { id: row.id, under: auditRef },
      version: next.version,
    }).writes,
  ]);
  return { version: next.version };
};
