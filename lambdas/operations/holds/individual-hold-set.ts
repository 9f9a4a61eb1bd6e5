import type { Handler } from '../../http/serve.ts';
import { setHold } from './setting-hold.ts';

/** Sets or renews the legal hold on one individual: a purge removes everybody else, and nobody erases them. */
export const individualHoldSet: Handler<'individual-hold.set'> = (call, authority) =>
  setHold(call, authority, call.path.individual);
