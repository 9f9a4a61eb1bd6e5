import { objectRef } from '../../crypto/keyed-hash.ts';
import { leafHash, payloadCommit } from '../../crypto/leaf.ts';
import type { AuditEntry, AuditType } from '../../domain/evidence/audit.ts';
import { entryList, entryRow, leafRow } from '../../model/audit-rows.ts';
import { placeIn } from '../../model/places.ts';
import { deploymentTree } from '../../model/tables.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { newBytes, newId } from '../../platform/runtime/random.ts';

/** An event that is to become an audit entry. */
export interface Event {
  readonly type: AuditType;
  readonly at: string;
  /** The tenant whose log it belongs to; absent for the deployment's own log. */
  readonly tenant?: string | undefined;
  readonly actorRef: string;
  /** The pseudonym of the individual it is about. */
  readonly individualRef?: string | undefined;
  /**
   * The id of the object it is about, and the audit secret that hides it (the individual's, else the tenant's).
   */
  readonly object?: { readonly id: string; readonly under: string } | undefined;
  readonly version?: number | undefined;
  /** `done` by default; for a refusal, the problem's code. */
  readonly outcome?: string | undefined;
  readonly payloadCommit?: string | undefined;
}

/** An audit entry, to be written in the same transaction as what it records. */
export interface Appended {
  readonly entry: string;
  /** SHA-256 in hex over the entry (RFC 6962 leaf). */
  readonly leaf: string;
  readonly writes: readonly Write[];
}

/**
 * Makes the audit entry of an event. Put its `writes` into the transaction of the event: if they cannot be written,
 * nothing happens. Entry and leaf hash are separate rows: a purge deletes entries and keeps leaf hashes.
 */
export function appendAudit(event: Event, entry = newId('ent')): Appended {
  const tenant = event.tenant ?? deploymentTree;
  const body: AuditEntry = {
    v: 1,
    type: event.type,
    at: event.at,
    tenant,
    actorRef: event.actorRef,
    individualRef: event.individualRef ?? null,
    objectRef: event.object ? objectRef(event.object.under, event.object.id) : null,
    version: event.version ?? null,
    outcome: event.outcome ?? 'done',
    payloadCommit: event.payloadCommit ?? null,
  };
  const leaf = leafHash(body);
  const key = entryRow.key(tenant, entry);
  return {
    entry,
    leaf,
    writes: [
      entryRow.put(
        key,
        { id: entry, body, ...placeIn(entryList(tenant), key, event.at, entry) },
        { if: absent },
      ),
      leafRow.put([tenant, entry], { leaf }),
    ],
  };
}

/**
 * Makes a commitment to a payload that is sealed elsewhere: `commit` for the entry, and `salt` (base64url) to be kept
 * with the payload. Without the salt the commitment says nothing.
 */
export function commitTo(payload: unknown): { readonly salt: string; readonly commit: string } {
  const salt = newBytes(32);
  return { salt: Buffer.from(salt).toString('base64url'), commit: payloadCommit(salt, payload) };
}
