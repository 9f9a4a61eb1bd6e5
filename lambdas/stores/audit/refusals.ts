import { secretHash } from '../../crypto/one-time.ts';
import type { Authority } from '../../domain/members/authority.ts';
import type { ProblemCode } from '../../domain/problems.ts';
import { Problem } from '../../domain/problems.ts';
import { keysKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { now } from '../../platform/runtime/clock.ts';
import { appendAudit } from './entries.ts';

/** A refused call, with as much as is known of the caller. */
export interface Refusal {
  readonly operation: string;
  readonly code: ProblemCode;
  readonly authority?: Authority | undefined;
  /** SHA-256 of issuer and subject, when a token was presented. */
  readonly principal?: string | undefined;
}

/**
 * Writes the audit entry of a refusal: into the tenant's log for its members and individuals (until it is purged),
 * else into the deployment's own, where refusals of one caller and operation within an hour are one entry. Writes no other
 * state.
 */
export async function recordRefusal(refusal: Refusal): Promise<void> {
  const at = now();
  const authority = takesEntries(refusal.authority) ? refusal.authority : undefined;
  const common = { type: 'operation.refused', at, outcome: refusal.code } as const;
  if (authority?.kind === 'member' && authority.tenant)
    return transact(appendAudit({ ...common, tenant: authority.tenant.id, actorRef: authority.ref }).writes);
  if (authority?.kind === 'session') {
    const [row] = await read([
      { table: 'keys', key: keysKey.audit(authority.tenant.id, authority.individual) },
    ]);
    const ref = row?.ref as string | undefined;
    return transact(
      appendAudit({ ...common, tenant: authority.tenant.id, actorRef: ref ?? 'unknown', individualRef: ref })
        .writes,
    );
  }
  const hour = at.slice(0, 13);
  const once = `ent_${secretHash(`${refusal.principal ?? 'anyone'}\n${refusal.operation}\n${refusal.code}\n${hour}`)}`;
  try {
    await transact(appendAudit({ ...common, actorRef: 'unknown' }, once).writes);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'conflict')) throw error;
  }
}

/** A tenant that is being purged takes no entry but the purge's own, or its log would never be empty. */
function takesEntries(authority: Authority | undefined): boolean {
  const state = authority && 'tenant' in authority ? authority.tenant?.state : undefined;
  return state !== 'purging' && state !== 'purged';
}
