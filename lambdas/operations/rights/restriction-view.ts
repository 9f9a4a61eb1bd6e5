import type { IndividualRow } from '../../model/people-rows.ts';

/** A restriction as its individual sees it. */
export function myRestriction({ restrictions = [], restrictionLog = [] }: IndividualRow) {
  return { reasons: [...restrictions], log: [...restrictionLog] };
}

/** A restriction as admins see it. */
export function restrictionView({ id, state, restrictions = [], version }: IndividualRow) {
  return { id, state, restrictions: [...restrictions], version };
}
