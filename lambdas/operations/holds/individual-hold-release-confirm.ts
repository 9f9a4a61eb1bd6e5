import type { Handler } from '../../http/serve.ts';
import { confirmRelease } from './releasing-hold.ts';

/** Confirms, as a second admin, the release of the legal hold on one individual. */
export const individualHoldReleaseConfirm: Handler<'individual-hold.release-confirm'> = (call, authority) =>
  confirmRelease(call, authority, call.path.individual);
