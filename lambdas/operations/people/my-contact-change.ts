import { Problem } from '../../domain/problems.ts';
import { codeSeconds, codesAnHour, masked } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { after } from '../../platform/runtime/clock.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { linkOfSession } from '../../stores/sessions/codes.ts';
import { sendAddressCode } from '../../stores/sessions/new-address.ts';

const race = 'code sent';

/**
 * Has a code sent to the address that the individual wants to be reached at; it holds once they type the code. These
 * codes count among those of the link and the person, so that nobody is flooded with them.
 */
export const myContactChange: Handler<'my-contact.change'> = ({ body: { email }, at }, session) =>
  // Each lost race means that another code was counted, or the link locked, so more attempts are never needed.
  decideAgain(race, codesAnHour + 1, async () => {
    const { person, link } = await linkOfSession(session, at);
    if (person.keyed.row.state === 'erasing')
      throw new Problem('conflict', { detail: 'your data are being erased' });
    if (link.lockedAt !== undefined) throw new Problem('link-expired');
    await sendAddressCode(person, link, session, email, at, race);
    return { body: { sentTo: masked(email), endsAt: after(at, codeSeconds) } };
  });
