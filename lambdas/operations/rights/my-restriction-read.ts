import type { Handler } from '../../http/serve.ts';
import { personOf } from '../../stores/people/person.ts';
import { myRestriction } from './restriction-view.ts';

/** Whether my data are locked, why, and who locked and unlocked them lately. */
export const myRestrictionRead: Handler<'my-restriction.read'> = async ({ at }, session) => ({
  body: myRestriction((await personOf(session, at, [])).person.keyed.row),
});
