import { shards } from '../../domain/identifiers.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { purgeAtOf } from '../../domain/retention/retention.ts';
import { type FenceRow, fenceRow, tenantRow } from '../../model/tenant-rows.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import { dueMail } from '../mail/due-mail.ts';
import { freeLease } from '../retention/lease.ts';

/** The end of a contract. */
export interface End {
  /** When it ended: the agreed end for an expiry, which may lie before `at`. */
  readonly endedAt: string;
  /** The present instant, for the audit entry. */
  readonly at: string;
  /** Who ended it: the member's audit reference, or `system` for an expiry. */
  readonly actorRef: MemberAuthority['ref'] | 'system';
  readonly reason?: string | undefined;
  /** Whether the operator set it, so that only the operator can undo it. */
  readonly agreed?: boolean;
}

/** The state of an ended contract. */
export interface Ended {
  readonly state: 'retrieval';
  readonly epoch: number;
  readonly endsAt: string;
  readonly purgeAt: string;
}

/**
 * Ends a contract that is `open` or was never opened, by termination or expiry: one transaction moves the tenant to
 * `retrieval` with a new epoch, fixes `purgeAt`, closes the shards, and writes audit entry and mail. The caller
 * starts the retention workflow afterwards; if it does not, the reconciler does.
 * @throws Problem `conflict` when the tenant's row is not as it was read
 */
export async function endContract(tenant: Tenant, end: End): Promise<Ended> {
  const ended: Ended = {
    state: 'retrieval',
    epoch: tenant.epoch + 1,
    endsAt: end.endedAt,
    purgeAt: purgeAtOf(end.endedAt, environment('RETENTION_WINDOW'), tenant.timeZone),
  };
  const change = {
    set: {
      ...ended,
      endedAt: end.endedAt,
      version: tenant.version + 1,
      endReason: end.reason,
      ...(end.agreed && { agreedEndsAt: end.endedAt }),
    },
    unset: ['pendingTermination'] as const,
  };
  await commit(
    { tenant, at: end.at },
    [
      tenantRow.update([tenant.id], change, { if: asRead(tenant), else: 'conflict' }),
      // The first attempt is started by whoever ended the contract, and looked after at once.
      freeLease({ ...tenant, ...ended }, { attempt: 1, until: end.at }),
      ...(tenant.state === 'open' ? fences(tenant.id, { state: 'closed', epoch: ended.epoch }) : []),
      ...appendAudit({ type: 'contract.ended', at: end.at, tenant: tenant.id, actorRef: end.actorRef })
        .writes,
    ],
    [dueMail({ kind: 'contract-ended', tenant: tenant.id }, end.at)],
  );
  return ended;
}

/** The condition of every write to a tenant's own row: state, epoch and version are as they were read. */
export function asRead({ state, epoch, version }: Tenant) {
  return equals({ state, epoch, version });
}

/**
 * The writes that set the fences of all shards. A tenant has them from its opening on: individuals are created only
 * where the fence is open and of the tenant's epoch.
 */
export function fences(tenant: string, fence: FenceRow): Write[] {
  return shards.map((shard) => fenceRow.put([tenant, shard], fence));
}
