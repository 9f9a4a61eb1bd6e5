import type { Handler } from '../../http/serve.ts';
import { begin } from './my-erasure.ts';

/** Has my data erased: locked at once, and destroyed after 72 hours. Asking again gives the first answer. */
export const myErasureAsk: Handler<'my-erasure.ask'> = async ({ at }, session) => ({
  body: await begin(session, at),
});
