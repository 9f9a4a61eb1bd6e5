import { Problem } from '../../domain/problems.ts';
import { codeSeconds, mailsAnHour, masked, oneMoreWithinHour } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { after } from '../../platform/runtime/clock.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { contactOf } from '../../stores/people/contact.ts';
import { personOf } from '../../stores/people/person.ts';
import { sendCode } from '../../stores/sessions/codes.ts';

const race = 'code sent';

/** Has a code sent to the individual's address, at most three times an hour; the notifier makes it. */
export const codeSend: Handler<'code.send'> = ({ at }, session) =>
  // Each lost race means that another code was counted, so more attempts are never needed.
  decideAgain(race, mailsAnHour + 1, async () => {
    const { person } = await personOf(session, at, ['contact']);
    const { email } = await contactOf(person);
    const next = oneMoreWithinHour(person.keyed.row.codesSentAt ?? [], at);
    if (!next.allowed) throw new Problem('too-many-requests', { retryAfter: next.retryAfter });
    await sendCode(person, session, [...next.recent, at], at, race);
    return { body: { sentTo: masked(email), endsAt: after(at, codeSeconds) } };
  });
