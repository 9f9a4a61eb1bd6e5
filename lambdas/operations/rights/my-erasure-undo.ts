import type { Handler } from '../../http/serve.ts';
import { undo } from './my-erasure.ts';

/** Undoes the erasure of my data, whoever asked for it, as long as nothing is destroyed. */
export const myErasureUndo: Handler<'my-erasure.undo'> = async ({ at }, session) => ({
  body: await undo(session, at),
});
