import type { TableCounts } from '../counts.ts';
import { recordFormats } from '../evidence/statement.ts';
import { latest } from '../instant.ts';
import type { KeptSet } from './keeping.ts';

const day = 24 * 60 * 60 * 1000;
/** Days for which the tables can be restored to an earlier moment. */
const recoveryDays = { keys: 7, vault: 35 } as const;

/** A statement: its id and the SHA-256 of its record. */
interface Reference {
  readonly id: string;
  readonly sha256: string;
}

/** What is attested of the purge of a tenant. Instants are RFC 3339 UTC. */
export interface PurgedTenant {
  readonly tenant: string;
  readonly epoch: number;
  readonly endedAt: string | undefined;
  readonly purgeAt: string | undefined;
  /** The signed schedule that announced it: its id and the SHA-256 of its record. */
  readonly schedule: Reference | undefined;
  readonly committedAt: string;
  readonly shreddedAt: string;
  readonly verifiedAt: string;
  /** The rows that were counted before anything but keys was deleted, by table and kind, and when that was done. */
  readonly existed: TableCounts;
  readonly countedAt: string;
  /** The rows that were counted as they were deleted. */
  readonly deleted: TableCounts;
  readonly rangeSecrets: number;
  /** Until when each individual is held who was left out. */
  readonly held: readonly string[];
  /** Which supplement this is, and to which attestation; undefined for the attestation itself. */
  readonly supplement?: { readonly number: number; readonly first: Reference } | undefined;
  /** When AWS destroys the tenant's KMS key; `gone` if it has, absent if it never had one. */
  readonly keyGoneAt: string | 'gone' | undefined;
  /** Until when the admins' addresses are kept for telling them. */
  readonly envelopeUntil: string | undefined;
}

/**
 * The instant from which not even backups can restore anything: the waiting period of the KMS key, the recovery
 * window of the wrapped keys, and that of the data have all passed.
 */
export function irrecoverableAfter(
  purged: Pick<PurgedTenant, 'shreddedAt' | 'verifiedAt' | 'keyGoneAt'>,
): string {
  const { shreddedAt, verifiedAt, keyGoneAt } = purged;
  const ends = [
    Date.parse(shreddedAt) + recoveryDays.keys * day,
    Date.parse(verifiedAt) + recoveryDays.vault * day,
    ...(keyGoneAt === undefined || keyGoneAt === 'gone' ? [] : [Date.parse(keyGoneAt)]),
  ];
  return new Date(Math.max(...ends)).toISOString();
}

/**
 * The record of the first attestation, format 1, or of a supplement to it: everything is deleted but for individuals
 * who are held; and from when on not even backups can restore it. A supplement counts what its own round found.
 */
export function attestationRecord(purged: PurgedTenant): Record<string, unknown> {
  const { tenant, epoch, schedule, existed, deleted, keyGoneAt, envelopeUntil, held, supplement } = purged;
  const heldUntil = latest(held) ?? null;
  return {
    format: recordFormats['erasure-attestation'],
    part: 1,
    ...(supplement && { supplement: supplement.number, first: supplement.first }),
    scope: 'tenant',
    tenant,
    epoch,
    contract_ended: purged.endedAt ?? null,
    purge_due: purged.purgeAt ?? null,
    schedule: schedule ?? null,
    committed: purged.committedAt,
    existed: { counted: purged.countedAt, ...existed },
    deleted,
    shredded: {
      at: purged.shreddedAt,
      range_secrets: purged.rangeSecrets,
      kms_key:
        held.length > 0
          ? 'kept-for-held-individuals'
          : keyGoneAt === undefined
            ? 'never-made'
            : keyGoneAt === 'gone'
              ? 'destroyed'
              : 'deletion-ordered',
      kms_key_destroyed_after: keyGoneAt === 'gone' ? null : (keyGoneAt ?? null),
    },
    verified: { at: purged.verifiedAt, found: 'nothing but what remains' },
    held_individuals: held.length,
    remains: [
      { what: 'audit-leaf-hashes', why: 'proofs given before stay valid; they point to no one', until: null },
      { what: 'erasure-ledger-entry', why: 'a restored backup is erased again', until: null },
      { what: 'attestations', why: 'evidence of this erasure', until: null },
      { what: 'tenant-and-lease-rows', why: 'the second attestation', until: 'second-attestation' },
      { what: 'retention-schedule', why: 'the second attestation', until: 'second-attestation' },
      { what: 'purge-entries', why: 'the second attestation', until: 'second-attestation' },
      ...(held.length === 0
        ? []
        : [
            { what: 'held-individuals', why: 'legal holds', until: heldUntil },
            { what: 'tenant-range-and-log', why: 'held individuals', until: heldUntil },
          ]),
      ...(envelopeUntil === undefined
        ? []
        : [{ what: 'admin-addresses', why: 'to send the attestations', until: envelopeUntil }]),
      ...traces(purged.verifiedAt),
      { what: 'backups', why: 'recovery windows; without readable data', until: irrecoverableAfter(purged) },
    ],
    irrecoverable_after: irrecoverableAfter(purged),
  };
}

/** What is attested of the erasure of one individual. Instants are RFC 3339 UTC. */
export interface ErasedIndividual
  extends Pick<
    PurgedTenant,
    'tenant' | 'committedAt' | 'shreddedAt' | 'verifiedAt' | 'existed' | 'countedAt' | 'deleted'
  > {
  /** SHA-256 over a salt that only the individual got, and their id. */
  readonly person: string;
  readonly askedAt: string;
  /** Who asked: the individual, or two admins on their behalf. */
  readonly by: 'individual' | 'tenant';
  readonly keys: number;
  /** How many parts of exports were deleted because they may have held them. */
  readonly exportParts: number;
  /** What stays of them because a law demands it, or to account for what was done. */
  readonly kept: readonly KeptSet[];
  /** Until when the address for telling them is kept. */
  readonly envelopeUntil: string | undefined;
  /** Until when those who have read are asked to delete, too; undefined when nobody has. */
  readonly askedUntil: string | undefined;
}

/** The record of the attestation of one individual's erasure, format 1. It names them by a salted hash. */
export function individualAttestationRecord(erased: ErasedIndividual): Record<string, unknown> {
  const { tenant, person, existed, deleted, shreddedAt, verifiedAt, envelopeUntil, askedUntil, kept } =
    erased;
  const keptUntil = latest(kept.map(({ until }) => until));
  const irrecoverable = irrecoverableAfter({ shreddedAt, verifiedAt, keyGoneAt: undefined });
  return {
    format: recordFormats['erasure-attestation'],
    part: 1,
    scope: 'individual',
    tenant,
    person,
    asked: { at: erased.askedAt, by: erased.by },
    committed: erased.committedAt,
    existed: { counted: erased.countedAt, ...existed },
    deleted,
    export_parts: erased.exportParts,
    shredded: { at: shreddedAt, keys: erased.keys },
    verified: { at: verifiedAt, found: kept.length === 0 ? 'nothing' : 'nothing but what is kept' },
    kept: kept.map(({ kind, ground, until, counts }) => ({ kind, ground, until, counts })),
    remains: [
      { what: 'audit-entries', why: 'the tenant’s log; they point to no one', until: 'purge-of-tenant' },
      { what: 'erasure-ledger-entry', why: 'a restored backup is erased again', until: null },
      { what: 'attestations', why: 'evidence of this erasure', until: null },
      ...(keptUntil === undefined
        ? []
        : [{ what: 'kept-sets', why: 'duties to keep; under keys of their own', until: keptUntil }]),
      ...(envelopeUntil === undefined
        ? []
        : [{ what: 'address', why: 'to send this attestation', until: envelopeUntil }]),
      ...(askedUntil === undefined
        ? []
        : [
            {
              what: 'deletion-requests',
              why: 'who has read is asked to delete, and answers; ids by which they find what they hold',
              until: askedUntil,
            },
          ]),
      ...traces(verifiedAt),
      { what: 'backups', why: 'recovery windows; without readable data', until: irrecoverable },
    ],
    irrecoverable_after: irrecoverable,
  };
}

/** Days for which AWS keeps traces of what was done: ids and outcomes, and no data. */
const traceDays = { logs: 365, executions: 90, 'dead-letters': 14 } as const;

/** What logs, workflows and queues still say of a tenant whose last rows were gone at an instant. */
function traces(goneAt: string) {
  const why = {
    logs: 'security; ids, outcomes and keyed or plain hashes of callers, no data',
    executions: 'the history of the workflows; ids and outcomes',
    'dead-letters': 'messages that were not delivered; ids',
  } as const;
  return (['logs', 'executions', 'dead-letters'] as const).map((what) => ({
    what,
    why: why[what],
    until: new Date(Date.parse(goneAt) + traceDays[what] * day).toISOString(),
  }));
}

/** What the second attestation adds to the first. */
export interface DestroyedKey {
  readonly tenant: string;
  readonly epoch: number;
  /** The first attestation: its id and the SHA-256 of its record. */
  readonly first: Reference;
  /** Its supplements, in order. */
  readonly supplements: readonly Reference[];
  /** Whether the tenant ever had a KMS key. */
  readonly hadKey: boolean;
  readonly checkedAt: string;
}

/** The record of the second attestation, format 1: AWS has destroyed the tenant's key. */
export function finalAttestationRecord(destroyed: DestroyedKey): Record<string, unknown> {
  const { tenant, epoch, first, supplements, hadKey, checkedAt } = destroyed;
  return {
    format: recordFormats['erasure-attestation'],
    part: 2,
    scope: 'tenant',
    tenant,
    epoch,
    first,
    ...(supplements.length > 0 && { supplements }),
    kms_key: hadKey ? 'destroyed' : 'never-made',
    checked: checkedAt,
    remains: [
      { what: 'audit-leaf-hashes', why: 'proofs given before stay valid; they point to no one', until: null },
      { what: 'erasure-ledger-entry', why: 'a restored backup is erased again', until: null },
      { what: 'attestations', why: 'evidence of this erasure', until: null },
      ...traces(checkedAt),
    ],
  };
}
