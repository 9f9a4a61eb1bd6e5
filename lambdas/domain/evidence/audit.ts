import * as z from 'zod/mini';

/** The types of audit entries. */
export const auditTypes = [
  'operator.added',
  'tenant.created',
  'tenant.opened',
  'tenant.profile-set',
  'member.set',
  'member.removed',
  'organisation.set',
  'organisation.change-requested',
  'category.set',
  'notice.published',
  'individual.created',
  'contact.change-requested',
  'contact.changed',
  'restriction.set',
  'restriction.lifted',
  'erasure.requested',
  'erasure.asked',
  'erasure.undone',
  'erasure.committed',
  'erasure.shredded',
  'erasure.verified',
  'erasure.attested',
  'deletion.asked',
  'deletion.answered',
  'record.stored',
  'consent.requested',
  'consent.cancelled',
  'consent.reminded',
  'request.declined',
  'request.not-for-me',
  'consent.granted',
  'consent.refused',
  'consent.withdrawn',
  'consent.revoked',
  'mail.returned',
  'link.requested',
  'link.sent',
  'link.used',
  'code.requested',
  'code.sent',
  'code.wrong',
  'session.confirmed',
  'session.extended',
  'session.ended',
  'disclosure.released',
  'disclosure.refused',
  'operation.refused',
  'contract.end-asked',
  'contract.end-set',
  'contract.end-dropped',
  'contract.ended',
  'contract.reinstated',
  'hold.set',
  'hold.release-requested',
  'hold.released',
  'hold.expired',
  'retention.scheduled',
  'export.asked',
  'export.started',
  'export.cancelled',
  'export.done',
  'export.fetched',
  'purge.committed',
  'purge.shredded',
  'purge.verified',
  'purge.attested',
] as const;
export type AuditType = (typeof auditTypes)[number];

const reference = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/**
 * One entry of the audit log, format 1. It holds no personal data: actor and individual are random references that
 * are deleted with their rows, the object is a keyed hash, the payload a salted commitment.
 */
export const auditEntry = z.strictObject({
  v: z.literal(1),
  type: z.enum(auditTypes),
  at: z.string(),
  tenant: z.string(),
  /** 256 random bits in hex, or `workflow`, `system`, `unknown`. */
  actorRef: z.string(),
  individualRef: z.nullable(reference),
  objectRef: z.nullable(reference),
  version: z.nullable(z.number()),
  /** `done`, or the problem code of a refusal. */
  outcome: z.string(),
  payloadCommit: z.nullable(reference),
});
export type AuditEntry = z.output<typeof auditEntry>;
