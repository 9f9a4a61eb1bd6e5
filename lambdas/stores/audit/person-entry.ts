import type { AuditType } from '../../domain/evidence/audit.ts';
import { type Appended, appendAudit } from './entries.ts';

/** An individual as the audit log knows them; what was read of their key rows says it. */
export interface LoggedPerson {
  readonly owner: { readonly tenant: string };
  /** Their reference in the audit log. */
  readonly auditRef: string;
}

/** What happened to an individual. */
export interface PersonEvent {
  readonly type: AuditType;
  readonly at: string;
  /** The reference of whoever did it; the individual themselves unless said. */
  readonly actorRef?: string | undefined;
  /** The id it is about; it is hidden under the individual's reference. */
  readonly object?: string | undefined;
  readonly version?: number | undefined;
  /** `done` unless it was refused: then the problem's code. */
  readonly outcome?: string | undefined;
}

/** Makes the audit entry of what an individual did, or a member did to them; see `appendAudit`. */
export function personEntry({ owner, auditRef }: LoggedPerson, event: PersonEvent): Appended {
  const { object, actorRef = auditRef, ...rest } = event;
  return appendAudit({
    ...rest,
    tenant: owner.tenant,
    actorRef,
    individualRef: auditRef,
    ...(object !== undefined && { object: { id: object, under: auditRef } }),
  });
}
