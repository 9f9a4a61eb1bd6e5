import { isPast } from '../../domain/instant.ts';
import type { Handler } from '../../http/serve.ts';
import { undoErasure } from '../../stores/people/erasure.ts';
import { erasureView } from './erasure-view.ts';
import { actOnErasure, conflict } from './individual-erasure.ts';

/** Undoes an erasure that admins began, within 72 hours, or drops a request for one. The individual's own stands. */
export const erasureUndo: Handler<'erasure.undo'> = async ({ path, at }, authority) => {
  const erasure = await actOnErasure(path.individual, authority, at, async (act) => {
    const before = act.erasure;
    const waits = before?.state === 'waiting' && !isPast(before.dueAt, at);
    if (!before || (before.state !== 'requested' && !waits)) throw conflict('there is nothing to undo');
    if (before.by === 'individual') throw conflict('only the individual undoes what they asked for');
    return undoErasure(act, before);
  });
  return { body: erasureView(erasure) };
};
