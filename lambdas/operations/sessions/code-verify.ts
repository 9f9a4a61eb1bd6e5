import { requestStateAt } from '../../domain/consents/consent.ts';
import { wrongCodesAtMost } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { type AwaitedCode, awaitedCode, confirmSession } from '../../stores/sessions/codes.ts';
import { assertRight } from '../../stores/sessions/typed-code.ts';
import { sessionAnswer } from './session-answer.ts';

const race = 'code tried';

/** Confirms the session with the newest code of its link, wherever that was requested. */
export const codeVerify: Handler<'code.verify'> = ({ body, at }, authority) =>
  // Each lost race means that a try was counted, so more attempts are never needed.
  decideAgain(race, wrongCodesAtMost + 1, async () => {
    const awaited = await awaitedCode(authority, at);
    const { code } = awaited.link;
    await assertRight(awaited, { typed: body.code, code, madeFor: authority.link }, at, race);
    await confirmSession(awaited, markedNotForMe(awaited, at), at, race);
    return { body: await sessionAnswer({ ...authority, level: 'confirmed' }, at) };
  });

/**
 * The session's request, when it is marked "not for me" and still open. A confirmed session clears that mark:
 * otherwise the request would end as refused when it lapses.
 */
function markedNotForMe({ request }: AwaitedCode, at: string): AwaitedCode['request'] {
  return request?.provisional === 'not-for-me' && requestStateAt(request, at) === 'pending'
    ? request
    : undefined;
}
