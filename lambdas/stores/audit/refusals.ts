import { individualRef } from '../../crypto/keyed-hash.ts';
import { secretHash } from '../../crypto/one-time.ts';
import type { Authority } from '../../domain/members/authority.ts';
import type { ProblemCode } from '../../domain/problems.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { now } from '../../platform/runtime/clock.ts';
import { commit, commitOnce } from '../commit/commit.ts';
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
 * Writes the audit entry of a refusal: into the tenant's log for its members and individuals, until the tenant is
 * purged; else into the deployment's own log, where refusals of one caller and operation within an hour are one
 * entry. Changes nothing else.
 */
export async function recordRefusal(refusal: Refusal): Promise<void> {
  const at = now();
  const authority = takesEntries(refusal.authority) ? refusal.authority : undefined;
  const common = { type: 'operation.refused', at, outcome: refusal.code } as const;
  if (authority?.kind === 'member' && authority.tenant) {
    const { tenant, ref } = authority;
    return commit({ tenant, at }, appendAudit({ ...common, tenant: tenant.id, actorRef: ref }).writes);
  }
  if (authority?.kind === 'session') {
    const { tenant, individual } = authority;
    const { audit } = await readNamed({ audit: auditSecretRow.at(tenant.id, individual) });
    const secret = auditSecretRow.from(audit)?.secret;
    const ref = secret === undefined ? undefined : individualRef(secret);
    const entry = { ...common, tenant: tenant.id, actorRef: ref ?? 'unknown', individualRef: ref };
    return commit({ tenant, at }, appendAudit(entry).writes);
  }
  const hour = at.slice(0, 13);
  const caller = `${refusal.principal ?? 'anyone'}\n${refusal.operation}\n${refusal.code}\n${hour}`;
  const id = `ent_${secretHash(caller)}`;
  if (written.has(id)) return;
  const [entry, ...others] = appendAudit({ ...common, actorRef: 'unknown' }, id).writes;
  if (entry) await commitOnce({ tenant: 'deployment', at }, [entry, ...others]);
  if (written.size >= entriesRemembered) written.clear();
  written.add(id);
}

const entriesRemembered = 1000;
/**
 * Ids of entries of the deployment's log that this process knows to be written, so that refusals in a flood do not
 * meet on one row. Reading the row would need a permission to read the log, which most functions do not have.
 */
const written = new Set<string>();

/**
 * Whether refusals are still recorded in the tenant's log: during a purge only the purge's own entries are, otherwise
 * the log would never become empty.
 */
function takesEntries(authority: Authority | undefined): boolean {
  const state = authority && 'tenant' in authority ? authority.tenant?.state : undefined;
  return state !== 'purging' && state !== 'purged';
}
