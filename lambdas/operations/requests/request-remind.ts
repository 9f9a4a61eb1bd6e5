import type { consentsOperations } from '../../api/operations/consents.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { hasCome } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import type { IndividualRow, RequestRow } from '../../model/rows.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { knownRequest } from './known-request.ts';

/**
 * Sends the one reminder of a request. Who has already said No or *not for me* before the code is left in peace;
 * the asker does not learn of it.
 */
export const requestRemind: HandlerOf<typeof consentsOperations, 'request.remind'> = async (
  { path, at },
  authority,
) => {
  const tenant = actingTenant(authority, at, 'open');
  const { key, row, held } = await knownRequest(tenant, authority, path.request, []);
  // One answer for all reasons: that somebody is restricted, or has moved, is not the asker's business.
  if (!mayBeReminded(row, held.row, at)) throw new Problem('conflict');
  const { auditRef } = held.keys;
  const version = row.version + 1;
  const mails =
    row.provisional === undefined
      ? [dueMail({ kind: 'reminder', tenant: tenant.id, individual: row.individual, request: row.id }, at)]
      : [];
  await transact([
    fenceOf(tenant.id, held.row),
    {
      table: 'vault',
      update: key,
      set: { remindedAt: at, version },
      if: equals({ state: 'pending', version: row.version }),
      else: 'conflict',
    },
    ...mails.map(({ write }) => write),
    ...appendAudit({
      type: 'consent.reminded',
      at,
      tenant: tenant.id,
      actorRef: authority.ref,
      individualRef: auditRef,
      object: { id: row.id, under: auditRef },
      version,
    }).writes,
  ]);
  await announce(...mails);
  return { body: { id: row.id, version } };
};

function mayBeReminded(row: RequestRow, { state, quietUntil }: IndividualRow, at: string): boolean {
  return (
    requestStateAt(row, at) === 'pending' &&
    row.remindedAt === undefined &&
    state === 'active' &&
    (quietUntil === undefined || hasCome(quietUntil, at))
  );
}
