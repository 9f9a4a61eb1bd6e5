import { wholeTenant } from '../../domain/holds/hold.ts';
import type { Handler } from '../../http/serve.ts';
import { confirmRelease } from './releasing-hold.ts';

/** Confirms, as a second admin, the release of the legal hold on a tenant. */
export const holdReleaseConfirm: Handler<'hold.release-confirm'> = (call, authority) =>
  confirmRelease(call, authority, wholeTenant);
