import type { Handler } from '../../http/serve.ts';
import { markProvisionally } from './provisional-mark.ts';

/** The reader states that the mail was not meant for them. It only marks the request. */
export const requestNotForMe: Handler<'request.not-for-me'> = async ({ path, at }, session) => {
  await markProvisionally(session, path.request, 'not-for-me', at);
  return { body: { state: 'not-for-me' } };
};
