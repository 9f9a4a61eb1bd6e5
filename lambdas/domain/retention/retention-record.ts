import { recordFormats } from '../evidence/statement.ts';
import { noticesOf } from './retention.ts';

/** The contract that a retention schedule is for. Instants are RFC 3339 UTC. */
export interface EndedContract {
  readonly tenant: string;
  readonly epoch: number;
  readonly endedAt: string;
  readonly purgeAt: string;
  /** ISO 8601 duration. */
  readonly window: string;
  readonly timeZone: string;
  /** Until when admins can reinstate as well as the operator; undefined when they cannot. */
  readonly adminsUntil: string | undefined;
}

/** The record of a retention schedule, format 1: what will be deleted when, what stays, and how to stop it. */
export function scheduleRecord(contract: EndedContract): Record<string, unknown> {
  const { tenant, epoch, endedAt, purgeAt, window, timeZone, adminsUntil } = contract;
  return {
    format: recordFormats['retention-schedule'],
    tenant,
    epoch,
    contract_ended: endedAt,
    retrieval: {
      window,
      time_zone: timeZone,
      until: purgeAt,
      open: ['evidence', 'withdrawal', 'individual-copy'],
      closed: ['new-individuals', 'new-records', 'requests', 'grants', 'disclosures'],
    },
    purge: {
      from: purgeAt,
      deletes: [
        'individuals',
        'records',
        'consents',
        'receipts',
        'disclosures',
        'contact-addresses',
        'links-and-sessions',
        'members',
        'organisations',
        'categories',
        'notices',
        'audit-entries',
        'keys',
      ],
      stays: ['tenant-id', 'attestations', 'audit-leaf-hashes', 'erasure-ledger-entry'],
      // Duties to keep data longer move to the tenant together with the copied data.
      duties_to_keep_longer: 'copy the data before the purge; the purge is complete',
    },
    notices: noticesOf(endedAt, purgeAt).map(({ days, at }) => ({ days_before: days, at })),
    stop: [
      ...(adminsUntil === purgeAt
        ? [stopping('reinstate', ['operator', 'admin'], purgeAt)]
        : [
            stopping('reinstate', ['operator'], purgeAt),
            ...(adminsUntil === undefined ? [] : [stopping('reinstate', ['admin'], adminsUntil)]),
          ]),
      stopping('legal-hold', ['operator', 'admin'], purgeAt),
    ],
  };
}

const stopping = (
  how: 'reinstate' | 'legal-hold',
  who: readonly ('operator' | 'admin')[],
  before: string,
) => ({ how, who, before });
