import type { ProvisionalMark } from '../../domain/consents/consent.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { type RequestRow, requestRow } from '../../model/request-rows.ts';
import type { Stored } from '../../model/row.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit, type NextVersion } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { fenceOf, type KeyedIndividual } from '../people/individuals.ts';
import type { SealedRequest } from './open-request.ts';
import type { ReadRequest } from './requests.ts';

/** The member who changes a request, the tenant, and the instant. */
export interface MemberAct {
  readonly tenant: Tenant;
  readonly authority: Pick<MemberAuthority, 'principal' | 'ref'>;
  readonly at: string;
}

/**
 * Cancels a pending request, with its audit entry.
 * @param next the new version, and what is thrown when the request has changed since it was read.
 */
export async function cancelRequest(
  { tenant, authority, at }: MemberAct,
  { row, keyed }: ReadRequest<never>,
  { version, else: otherwise }: Pick<NextVersion, 'version' | 'else'>,
): Promise<void> {
  await commit({ tenant, at }, [
    fenceOf(tenant.id, keyed.row),
    requestRow.update(
      row,
      { set: { state: 'cancelled', version } },
      { if: equals({ state: 'pending', version: row.version }), else: otherwise },
    ),
    ...personEntry(keyed.keys, {
      type: 'consent.cancelled',
      at,
      actorRef: authority.ref,
      object: row.id,
      version,
    }).writes,
  ]);
}

/**
 * Marks a request as reminded, with its audit entry, and makes the mail due unless `mailed` is false.
 * @returns the request's new version
 * @throws Problem `conflict` when it has changed since it was read
 */
export async function remindOfRequest(
  { tenant, authority, at }: MemberAct,
  { row, keyed }: ReadRequest<never>,
  mailed: boolean,
): Promise<number> {
  const { id, individual } = row;
  const version = row.version + 1;
  await commit(
    { tenant, at },
    [
      fenceOf(tenant.id, keyed.row),
      requestRow.update(
        row,
        { set: { remindedAt: at, version } },
        { if: equals({ state: 'pending', version: row.version }), else: 'conflict' },
      ),
      ...personEntry(keyed.keys, {
        type: 'consent.reminded',
        at,
        actorRef: authority.ref,
        object: id,
        version,
      }).writes,
    ],
    mailed ? [dueMail({ kind: 'reminder', tenant: tenant.id, individual, request: id }, at)] : [],
  );
  return version;
}

const entryTypes = { declined: 'request.declined', 'not-for-me': 'request.not-for-me' } as const;

/**
 * Sets the provisional mark of a pending request, with its audit entry. Its version stays the same, so that the
 * requester sees no change.
 * @throws Problem `conflict` when it is not pending any more
 */
export async function markRequest(
  { person: { tenant, keyed }, row }: SealedRequest,
  mark: ProvisionalMark,
  at: string,
): Promise<void> {
  await commit({ tenant, at }, [
    fenceOf(tenant.id, keyed.row),
    requestRow.update(row, { set: { provisional: mark } }, { if: equals({ state: 'pending' }) }),
    ...personEntry(keyed.keys, { type: entryTypes[mark], at, object: row.id }).writes,
  ]);
}

/**
 * The writes that refuse a pending request with the withdrawal of a consent to the same, with its audit entry.
 * They lose the race when the request has changed since it was read.
 */
export function refusedWithConsent(
  row: Stored<RequestRow>,
  keys: KeyedIndividual<never>['keys'],
  at: string,
  race: string,
): Write[] {
  const version = row.version + 1;
  return [
    requestRow.update(
      row,
      { set: { state: 'refused', refusedAt: at, version }, unset: ['provisional'] },
      { if: equals({ state: 'pending', version: row.version }), else: { race } },
    ),
    ...personEntry(keys, { type: 'consent.refused', at, object: row.id }).writes,
  ];
}
