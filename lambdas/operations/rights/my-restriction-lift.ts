import type { Handler } from '../../http/serve.ts';
import { restrictedByThemselves } from './changed-restriction.ts';
import { myRestriction } from './restriction-view.ts';

/** Unlocks my data. */
export const myRestrictionLift: Handler<'my-restriction.lift'> = async ({ at }, session) => ({
  body: myRestriction(await restrictedByThemselves(session, at, false)),
});
