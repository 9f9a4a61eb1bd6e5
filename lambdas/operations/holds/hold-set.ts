import { wholeTenant } from '../../domain/holds/hold.ts';
import type { Handler } from '../../http/serve.ts';
import { setHold } from './setting-hold.ts';

/** Sets or renews the legal hold on a tenant: nothing of it is purged until it ends. */
export const holdSet: Handler<'hold.set'> = (call, authority) => setHold(call, authority, wholeTenant);
