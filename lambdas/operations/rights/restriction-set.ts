import type { Handler } from '../../http/serve.ts';
import { restrictedByAdmin } from './changed-restriction.ts';
import { restrictionView } from './restriction-view.ts';

/** Locks an individual's data. */
export const restrictionSet: Handler<'restriction.set'> = async ({ path, at }, authority) => ({
  body: restrictionView(await restrictedByAdmin(path.individual, authority, at, true)),
});
