import type { MailReturn } from '../../domain/requests/returned.ts';
import { takesMail } from '../../domain/tenants/tenancy.ts';
import { individualRow } from '../../model/people-rows.ts';
import { requestRow } from '../../model/request-rows.ts';
import { equals, present } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit, decideAgain } from '../commit/commit.ts';
import { findIndividual } from '../people/individuals.ts';
import { readTenant } from '../tenants/read-tenant.ts';
import { messageGround } from './messages.ts';

/** A mail to an individual that came back. */
export interface ReturnedMail {
  readonly tenant: string;
  readonly individual: string;
  readonly request?: string | undefined;
  /** The version of the address that it went to; absent for a former address. */
  readonly addressVersion?: number | undefined;
  readonly why: MailReturn;
}

/**
 * Notes that a mail did not arrive: with the individual, as long as they have that address, and with the request that
 * it was about. Idempotent: it is noted once for each address and request.
 * @returns `noted`, `known`, or `gone` when there is nobody left to note it of
 */
export async function noteReturned(mail: ReturnedMail, at: string): Promise<'noted' | 'known' | 'gone'> {
  const race = 'returned';
  return decideAgain(race, 5, async () => {
    const tenant = await readTenant(mail.tenant);
    if (!tenant || !takesMail(tenant, at)) return 'gone';
    const keyed = await findIndividual(tenant.id, mail.individual, []);
    if (!keyed) return 'gone';
    const { row, keys } = keyed;
    const { request } = await messageGround(tenant.id, row.id, mail.request);
    const { addressVersion } = row;
    const news = {
      address: mail.addressVersion === addressVersion && row.returned?.addressVersion !== addressVersion,
      request: request !== undefined && request.undelivered === undefined,
    };
    if (!news.address && !news.request) return 'known';
    const returned = { at, why: mail.why, addressVersion };
    const asRead = { if: equals({ gate: row.gate, addressVersion }), else: { race } };
    await commit({ tenant, at }, [
      news.address
        ? individualRow.update(row, { set: { returned } }, asRead)
        : individualRow.check(row, asRead.if, asRead.else),
      ...(news.request && request
        ? [
            requestRow.update(
              [tenant.id, row.id, request.id],
              { set: { undelivered: mail.why } },
              { if: present },
            ),
          ]
        : []),
      ...personEntry(keys, {
        type: 'mail.returned',
        at,
        actorRef: 'system',
        object: request?.id ?? row.id,
      }).writes,
    ]);
    return 'noted';
  });
}
