import type { Handler } from '../../http/serve.ts';
import { askRelease } from './releasing-hold.ts';

/** Requests the release of the legal hold on one individual. */
export const individualHoldRelease: Handler<'individual-hold.release'> = ({ path, at }, authority) =>
  askRelease(at, authority, path.individual);
