import { Problem } from '../../domain/problems.ts';
import { extensionsAtMost } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { personOf } from '../../stores/people/person.ts';
import { extendSession } from '../../stores/sessions/lifetime.ts';
import { sessionAnswer } from './session-answer.ts';

/** Extends the session to thirty minutes from now, at most ten times; two concurrent calls extend it once. */
export const sessionExtend: Handler<'session.extend'> = async ({ at }, session) => {
  if (session.extensions >= extensionsAtMost)
    throw new Problem('conflict', { detail: 'the session cannot be extended any more' });
  const { person } = await personOf(session, at, []);
  return { body: await sessionAnswer(await extendSession(person, session, at), at) };
};
