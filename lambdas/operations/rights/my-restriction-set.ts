import type { Handler } from '../../http/serve.ts';
import { restrictedByThemselves } from './changed-restriction.ts';
import { myRestriction } from './restriction-view.ts';

/** Locks my data. */
export const myRestrictionSet: Handler<'my-restriction.set'> = async ({ at }, session) => ({
  body: myRestriction(await restrictedByThemselves(session, at, true)),
});
