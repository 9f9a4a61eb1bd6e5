import { canBeConfirmed, checkTwoAdmins } from '../../domain/members/two-persons.ts';
import type { Handler } from '../../http/serve.ts';
import { twoMembers } from '../../stores/members/members.ts';
import { beginErasure } from '../../stores/people/erasure.ts';
import { erasureView } from './erasure-view.ts';
import { actOnErasure, conflict } from './individual-erasure.ts';

/** Confirms, as a second admin, the erasure that another requested; the body repeats whom it is about. */
export const erasureConfirm: Handler<'erasure.confirm'> = async ({ path, body, at }, authority) => {
  const erasure = await actOnErasure(path.individual, authority, at, async (act) => {
    const pending = act.erasure;
    if (pending?.state !== 'requested' || !canBeConfirmed(pending.askedAt, at))
      throw conflict('no erasure waits for confirmation');
    if (body.individualId !== path.individual) throw conflict('another individual is named');
    const { requester, confirmer } = await twoMembers(
      act.tenant.id,
      pending.requestedBy,
      authority.principal,
    );
    checkTwoAdmins(requester, confirmer, at);
    return beginErasure(act, 'tenant');
  });
  return { body: erasureView(erasure) };
};
