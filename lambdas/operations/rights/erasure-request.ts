import { canBeConfirmed } from '../../domain/members/two-persons.ts';
import type { Handler } from '../../http/serve.ts';
import { requestErasure } from '../../stores/people/erasure.ts';
import { erasureView } from './erasure-view.ts';
import { actOnErasure, conflict } from './individual-erasure.ts';

/** Requests, as an admin on the person's behalf, an erasure that a second admin has to confirm within seven days. */
export const erasureRequest: Handler<'erasure.request'> = async ({ path, at }, authority) => {
  const erasure = await actOnErasure(path.individual, authority, at, async (act) => {
    const { erasure: before } = act;
    if (
      before &&
      before.state !== 'undone' &&
      (before.state !== 'requested' || canBeConfirmed(before.askedAt, at))
    )
      throw conflict('an erasure is under way already');
    return requestErasure(act, authority.principal);
  });
  return { body: erasureView(erasure) };
};
