import { wholeTenant } from '../../domain/holds/hold.ts';
import type { Handler } from '../../http/serve.ts';
import { askRelease } from './releasing-hold.ts';

/** Requests the release of the legal hold on a tenant. */
export const holdRelease: Handler<'hold.release'> = ({ at }, authority) =>
  askRelease(at, authority, wholeTenant);
