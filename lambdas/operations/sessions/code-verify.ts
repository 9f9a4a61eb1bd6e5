import { requestStateAt } from '../../domain/consents/consent.ts';
import { isPast } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import { triesAtMost, wrongCodesAtMost } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { type AwaitedCode, awaitedCode, confirmSession, countWrongTry } from '../../stores/sessions/codes.ts';
import { codeHash, sameHash } from '../../stores/sessions/secret-hashes.ts';
import { sessionAnswer } from './session-answer.ts';

const race = 'code tried';

/**
 * Confirms the session with the newest code of its link, wherever that was requested. Every try is counted before it
 * is answered, so that concurrent guesses are no more than successive ones: after five wrong tries the session needs
 * a new code, after thirty the link is locked.
 */
export const codeVerify: Handler<'code.verify'> = ({ body, at }, authority) => {
  const given = codeHash(authority.link, body.code);
  // Each lost race means that a try was counted, so more attempts are never needed.
  return decideAgain(race, wrongCodesAtMost + 1, async () => {
    const awaited = await awaitedCode(authority, at);
    const { link, session } = awaited;
    const { code } = link;
    if (link.lockedAt !== undefined) throw new Problem('link-expired');
    const right = sameHash(given, code?.hash ?? codeHash(authority.link, 'none'));
    if (!code || isPast(code.endsAt, at)) throw new Problem('wrong-code');
    const tries = session.tries?.mail === code.mail ? session.tries.count : 0;
    if (tries >= triesAtMost) throw new Problem('locked');
    if (!right) {
      await countWrongTry(awaited, { mail: code.mail, count: tries + 1 }, at, race);
      throw new Problem('wrong-code').asRecorded();
    }
    await confirmSession(awaited, markedNotForMe(awaited, at), at, race);
    return { body: await sessionAnswer({ ...authority, level: 'confirmed' }, at) };
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
