import type { Handler } from '../../http/serve.ts';
import { sessionAnswer } from './session-answer.ts';

/** The session as it is now: a page that was reloaded continues with it. */
export const sessionRead: Handler<'session.read'> = async ({ at }, session) => ({
  body: await sessionAnswer(session, at),
});
