import type { Handler } from '../../http/serve.ts';
import { sessionAnswer } from './session-answer.ts';

/** The session as it stands: a page that was reloaded goes on with it. */
export const sessionRead: Handler<'session.read'> = async (_, session) => ({
  body: sessionAnswer(session),
});
