import { Problem } from '../../domain/problems.ts';
import { codeSeconds, codesAnHour, masked } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { after } from '../../platform/runtime/clock.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { contactOf } from '../../stores/people/contact.ts';
import { linkOfSession, sendCode } from '../../stores/sessions/codes.ts';

const race = 'code sent';

/**
 * Has a code sent to the individual's address, for the link that the session came from: at most three an hour for a
 * link, and six for a person. The notifier makes it.
 */
export const codeSend: Handler<'code.send'> = ({ at }, session) =>
  // Each lost race means that another code was counted, or the link locked, so more attempts are never needed.
  decideAgain(race, codesAnHour + 1, async () => {
    const { person, link } = await linkOfSession(session, at);
    if (link.lockedAt !== undefined) throw new Problem('link-expired');
    const { email } = await contactOf(person);
    await sendCode(person, link, session, at, race);
    return { body: { sentTo: masked(email), endsAt: after(at, codeSeconds) } };
  });
