import type { Handler } from '../../http/serve.ts';
import { myErasureAct, viewOf } from './my-erasure.ts';

/** Whether my data are to be erased, until when that can be undone, and where the attestation will be. */
export const myErasureRead: Handler<'my-erasure.read'> = async ({ at }, session) => ({
  body: viewOf(await myErasureAct(session, at)),
});
