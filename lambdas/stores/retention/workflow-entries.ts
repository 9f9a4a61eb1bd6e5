import { secretHash } from '../../crypto/one-time.ts';
import { bitsOf } from '../../domain/identifiers.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { type Appended, appendAudit, type Event } from '../audit/entries.ts';
import { commitOnce } from '../commit/commit.ts';

/**
 * Events that the workflows record in the audit log, each once in an epoch; of a purge that was done again because a
 * legal hold has ended, once in each round.
 */
export const workflowEvents = [
  'retention.scheduled',
  'purge.committed',
  'purge.shredded',
  'purge.verified',
  'purge.attested',
  'purge.attested-finally',
] as const;
export type WorkflowEvent = (typeof workflowEvents)[number];

/** Both attestations are entries of one type and differ by version; for other events the version is the epoch. */
const attestations: Partial<Record<WorkflowEvent, 1 | 2>> = {
  'purge.attested': 1,
  'purge.attested-finally': 2,
};

/**
 * The id of the audit entry for an event. It is computed from the event, so that a repeated step finds its own entry.
 */
export function workflowEntryId(tenant: string, epoch: number, event: WorkflowEvent, round = 0): string {
  const name = `${bitsOf(tenant)}\n${epoch}\n${event}${round === 0 ? '' : `\n${round}`}`;
  return `ent_${secretHash(name).slice(0, 32)}`;
}

/** The audit entry for an event, to be written together with what it records. */
export function workflowEntry(
  { id, epoch }: Pick<Tenant, 'id' | 'epoch'>,
  event: WorkflowEvent,
  at: string,
  object?: Event['object'],
  round?: number,
): Appended {
  const version = attestations[event] ?? epoch;
  const type = event === 'purge.attested-finally' ? 'purge.attested' : event;
  return appendAudit(
    { type, at, tenant: id, actorRef: 'workflow', object, version },
    workflowEntryId(id, epoch, event, round),
  );
}

/**
 * Records an event in the audit log together with other writes.
 * @returns whether they were written; false when the event was recorded before
 */
export function recordOnce(
  tenant: Tenant,
  event: WorkflowEvent,
  at: string,
  writes: readonly Write[] = [],
  round?: number,
): Promise<boolean> {
  const [entry, leaf] = workflowEntry(tenant, event, at, undefined, round).writes;
  if (!entry || !leaf) throw new Error('an audit entry is two rows');
  return commitOnce({ tenant, at }, [entry, leaf, ...writes]);
}
