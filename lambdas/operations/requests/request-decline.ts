import type { Handler } from '../../http/serve.ts';
import { markProvisionally } from './provisional-mark.ts';

/**
 * A refusal before the code. It only marks the request, because mail scanners press buttons and mails get forwarded.
 */
export const requestDecline: Handler<'request.decline'> = async ({ path, at }, session) => {
  await markProvisionally(session, path.request, 'declined', at);
  return { body: { state: 'declined' } };
};
