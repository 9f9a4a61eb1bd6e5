import type { individualsOperations } from '../../api/operations/individuals.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { sessionAnswer } from './session-answer.ts';

/** The session as it stands: a page that was reloaded goes on with it. */
export const sessionRead: HandlerOf<typeof individualsOperations, 'session.read'> = async (_, session) => ({
  body: sessionAnswer(session),
});
