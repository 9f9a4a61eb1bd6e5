import { individualRef } from '../../crypto/keyed-hash.ts';
import type { AuditType } from '../../domain/evidence/audit.ts';
import { type Appended, appendAudit } from './entries.ts';

/** The part of an individual's keys that their audit entries need. */
export interface LoggedPerson {
  readonly owner: { readonly tenant: string };
  /** The secret that hides them in the audit log. */
  readonly auditSecret: string;
}

/** What happened to an individual. */
export interface PersonEvent {
  readonly type: AuditType;
  readonly at: string;
  /** The audit reference of whoever did it; absent when the individual did. */
  readonly actorRef?: string | undefined;
  /** The id of the object it is about; the entry hides it under the individual's audit secret. */
  readonly object?: string | undefined;
  readonly version?: number | undefined;
  /** `done` by default; for a refusal, the problem's code. */
  readonly outcome?: string | undefined;
  readonly payloadCommit?: string | undefined;
}

/** Makes the audit entry of something that an individual did, or that somebody else did to them; see `appendAudit`. */
export function personEntry({ owner, auditSecret }: LoggedPerson, event: PersonEvent): Appended {
  const own = individualRef(auditSecret);
  const { object, actorRef = own, ...rest } = event;
  return appendAudit({
    ...rest,
    tenant: owner.tenant,
    actorRef,
    individualRef: own,
    ...(object !== undefined && { object: { id: object, under: auditSecret } }),
  });
}
