import type { AuditType } from '../evidence/audit.ts';

/**
 * The types of audit entries by which something was taken away, or which tell that a restored row is not the last one.
 */
export const takingTypes = [
  'member.set',
  'member.removed',
  'contact.changed',
  'restriction.set',
  'restriction.lifted',
  'erasure.asked',
  'erasure.undone',
  'erasure.shredded',
  'record.stored',
  'request.declined',
  'request.not-for-me',
  'consent.cancelled',
  'consent.granted',
  'consent.refused',
  'consent.withdrawn',
  'consent.revoked',
  'disclosure.released',
  'contract.ended',
  'contract.reinstated',
  'hold.set',
  'hold.released',
  'hold.expired',
] as const satisfies readonly AuditType[];

/** What a restore has to know of an audit entry since the restore point. */
export interface LoggedAct {
  readonly type: AuditType;
  readonly at: string;
  /** The version that it made, where the object has versions. */
  readonly version: number | null;
  /** Whether the individual it is about did it. */
  readonly own: boolean;
  /** Its id and its leaf hash in hex. */
  readonly entry: string;
  readonly leaf: string;
}

/** Whether any of these acts made a later version than a restored row has: the row is not the last one. */
export function isOlder({ version }: { readonly version: number }, acts: readonly LoggedAct[]): boolean {
  return acts.some((act) => (act.version ?? 0) > version);
}
