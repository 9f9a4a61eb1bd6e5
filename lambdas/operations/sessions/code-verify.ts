import { requestStateAt } from '../../domain/consents/consent.ts';
import { isPast } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import { triesAtMost } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { type AwaitedCode, awaitedCode, confirmSession, countWrongTry } from '../../stores/sessions/codes.ts';
import { codeHash, same } from '../../stores/sessions/secret-hashes.ts';
import { sessionAnswer } from './session-answer.ts';

const race = 'code tried';

/**
 * Confirms the session with its code. Every try is counted before it is answered, so that concurrent guesses are no
 * more than successive ones; after five wrong tries the code is locked and a new one is needed.
 */
export const codeVerify: Handler<'code.verify'> = ({ body, at }, session) => {
  const given = codeHash(session.session, body.code);
  // Each lost race means that a try was counted, so more attempts are never needed.
  return decideAgain(race, triesAtMost + 1, async () => {
    const awaited = await awaitedCode(session, at);
    const { code } = awaited;
    const right = same(given, code?.hash ?? codeHash(session.session, 'none'));
    if (!code || isPast(code.endsAt, at)) throw new Problem('wrong-code');
    if (code.tries >= triesAtMost) throw new Problem('locked');
    if (!right) {
      await countWrongTry(awaited, code, at, race);
      throw new Problem('wrong-code').asRecorded();
    }
    await confirmSession(awaited, markedNotForMe(awaited, at), at, race);
    return { body: await sessionAnswer({ ...session, level: 'confirmed' }, at) };
  });
};

/**
 * The session's request, when it is marked "not for me" and still open. A confirmed session clears that mark:
 * otherwise the request would end as refused when it lapses.
 */
function markedNotForMe({ request }: AwaitedCode, at: string): AwaitedCode['request'] {
  return request?.provisional === 'not-for-me' && requestStateAt(request, at) === 'pending'
    ? request
    : undefined;
}
