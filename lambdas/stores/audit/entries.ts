import { objectRef } from '../../crypto/keyed-hash.ts';
import { leafHash, payloadCommit } from '../../crypto/leaf.ts';
import type { AuditEntry, AuditType } from '../../domain/evidence/audit.ts';
import { entryList, entryRow, leafRow } from '../../model/audit-rows.ts';
import { listed } from '../../model/row.ts';
import { deploymentTree } from '../../model/tables.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { newBytes, newId } from '../../platform/runtime/random.ts';

/** What happened, before it becomes an entry. */
export interface Event {
  readonly type: AuditType;
  readonly at: string;
  /** The tenant whose log it belongs to; absent: the deployment's own. */
  readonly tenant?: string | undefined;
  readonly actorRef: string;
  /** The reference of the individual it is about, from their key rows. */
  readonly individualRef?: string | undefined;
  /** The id it is about, and the reference that hides it (the individual's, else the tenant's). */
  readonly object?: { readonly id: string; readonly under: string } | undefined;
  readonly version?: number | undefined;
  /** `done` unless it was refused: then the problem's code. */
  readonly outcome?: string | undefined;
  readonly payloadCommit?: string | undefined;
}

/** An entry ready to be written with what it records, in the same transaction. */
export interface Appended {
  readonly entry: string;
  /** SHA-256 in hex over the entry (RFC 6962 leaf). */
  readonly leaf: string;
  readonly writes: readonly Write[];
}

/**
 * Makes the audit entry of an event. Put its `writes` into the transaction that makes the event true: if they
 * cannot be written, nothing happens. Entry and leaf are separate rows; a purge deletes entries, leaves stay.
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
  return {
    entry,
    leaf,
    writes: [
      entryRow.put(
        [tenant, entry],
        { id: entry, body, ...listed(entryList(tenant), event.at, entry) },
        { if: absent },
      ),
      leafRow.put([tenant, entry], { leaf }),
    ],
  };
}

/**
 * Binds an entry to a payload that is kept sealed elsewhere: the commitment for the entry, and the salt
 * (base64url) to keep with the payload. Without the salt the commitment says nothing.
 */
export function commitTo(payload: unknown): { readonly salt: string; readonly commit: string } {
  const salt = newBytes(32);
  return { salt: Buffer.from(salt).toString('base64url'), commit: payloadCommit(salt, payload) };
}
