import { Problem } from '../../domain/problems.ts';
import { masked, wrongCodesAtMost } from '../../domain/sessions/session.ts';
import type { Handler } from '../../http/serve.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { awaitedCode } from '../../stores/sessions/codes.ts';
import { awaitedAddress, takeAddress } from '../../stores/sessions/new-address.ts';
import { assertRight } from '../../stores/sessions/typed-code.ts';

const race = 'code tried';

/** Makes the new address the individual's, by the code that was sent there. */
export const myContactConfirm: Handler<'my-contact.confirm'> = ({ body, at }, authority) =>
  // Each lost race means that a try was counted, so more attempts are never needed.
  decideAgain(race, wrongCodesAtMost + 1, async () => {
    const awaited = await awaitedCode(authority, at, ['contact']);
    const { person, session } = awaited;
    const { newAddress } = session;
    if (!newAddress) throw new Problem('conflict', { detail: 'no new address waits for a code' });
    if (person.keyed.row.state === 'erasing')
      throw new Problem('conflict', { detail: 'your data are being erased' });
    const { code, mail } = newAddress;
    await assertRight(awaited, { typed: body.code, code, madeFor: mail }, at, race);
    const email = await awaitedAddress(person, newAddress);
    const quietUntil = await takeAddress(awaited, email, at, race);
    return { body: { address: masked(email), quietUntil } };
  });
