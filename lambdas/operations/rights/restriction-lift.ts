import type { Handler } from '../../http/serve.ts';
import { restrictedByAdmin } from './changed-restriction.ts';
import { restrictionView } from './restriction-view.ts';

/** Takes back the tenant's own lock on an individual's data. */
export const restrictionLift: Handler<'restriction.lift'> = async ({ path, at }, authority) => ({
  body: restrictionView(await restrictedByAdmin(path.individual, authority, at, false)),
});
