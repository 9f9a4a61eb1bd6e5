import type { Handler } from '../../http/serve.ts';
import { sessionAnswer } from './session-answer.ts';

/** The session as it is now: a page that was reloaded continues with it. */
export const sessionRead: Handler<'session.read'> = async (_, session) => ({
  body: sessionAnswer(session),
});
