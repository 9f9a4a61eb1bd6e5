import { isPast } from '../../domain/instant.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { adoptErasure, beginErasure, type ErasureAct, undoErasure } from '../../stores/people/erasure.ts';
import { erasureFrom, erasureRead, saltOf } from '../../stores/people/known-erasure.ts';
import { personOf } from '../../stores/people/person.ts';
import { myErasure } from './erasure-view.ts';

const attempts = 5;
const race = 'my erasure';

/** The erasure of a session's individual, as read now. */
export async function myErasureAct(session: SessionAuthority, at: string): Promise<ErasureAct> {
  const wanted = { erasure: erasureRead(session.tenant.id, session.individual) };
  const { person, found } = await personOf(session, at, [], wanted);
  return { tenant: person.tenant, keyed: person.keyed, erasure: erasureFrom(found.erasure), at, race };
}

/** What their individual sees of it. */
export const viewOf = ({ keyed, erasure }: Pick<ErasureAct, 'keyed' | 'erasure'>) =>
  myErasure(erasure, erasure && saltOf(keyed, erasure));

/** Begins it; one that waits already is theirs from then on. */
export function begin(session: SessionAuthority, at: string) {
  return decideAgain(race, attempts, async () => {
    const act = await myErasureAct(session, at);
    const { erasure } = act;
    if (erasure?.state === 'waiting') {
      const own = erasure.by === 'individual' ? erasure : await adoptErasure(act, erasure);
      return viewOf({ ...act, erasure: own });
    }
    return viewOf({ ...act, erasure: await beginErasure(act, 'individual') });
  });
}

/** Undoes it within 72 hours, whoever began it. */
export function undo(session: SessionAuthority, at: string) {
  return decideAgain(race, attempts, async () => {
    const act = await myErasureAct(session, at);
    const { erasure } = act;
    if (erasure?.state !== 'waiting' || isPast(erasure.dueAt, at))
      throw new Problem('conflict', { detail: 'there is nothing to undo any more' });
    return viewOf({ ...act, erasure: await undoErasure(act, erasure) });
  });
}
