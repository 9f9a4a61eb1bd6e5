import { isPast } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import { triesAtMost } from '../../domain/sessions/session.ts';
import type { MailedCode } from '../../model/session-rows.ts';
import { type AwaitedCode, countWrongTry } from './codes.ts';
import { codeHash, sameHash } from './secret-hashes.ts';

/** What was typed, the code it is meant to be, and what that code was made for: a link, or a mail to a new address. */
interface TypedCode {
  readonly typed: string;
  readonly code: MailedCode | undefined;
  readonly madeFor: string;
}

/**
 * Passes for the right code. Every wrong try is counted before it is answered, so that concurrent guesses are no more
 * than successive ones: after five the session needs a new code, after thirty the link is locked.
 * @throws Problem `wrong-code`, `locked`, `link-expired`
 * @throws LostRace `race` when another try was counted since session and link were read
 */
export async function assertRight(
  awaited: AwaitedCode,
  { typed, code, madeFor }: TypedCode,
  at: string,
  race: string,
): Promise<void> {
  const { link, session } = awaited;
  if (link.lockedAt !== undefined) throw new Problem('link-expired');
  const right = sameHash(codeHash(madeFor, typed), code?.hash ?? codeHash(madeFor, 'none'));
  if (!code || isPast(code.endsAt, at)) throw new Problem('wrong-code');
  const tries = session.tries?.mail === code.mail ? session.tries.count : 0;
  if (tries >= triesAtMost) throw new Problem('locked');
  if (right) return;
  await countWrongTry(awaited, { mail: code.mail, count: tries + 1 }, at, race);
  throw new Problem('wrong-code').asRecorded();
}
