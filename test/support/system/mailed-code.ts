import { codeIn, type Stage } from '../../../local/demo/stage.ts';
import { readInbox } from '../../../local/pages/inbox.ts';
import type { IndividualSession } from './individual-session.ts';

/** The code that is mailed for a session, told from all that is in the mailbox already or comes beside it. */
export async function mailedCode(stage: Stage, session: IndividualSession, to: string): Promise<string> {
  const { emulator, accountId } = stage.system;
  const known = new Set((await readInbox(emulator, accountId, to)).map(({ id }) => id));
  await session.does('code.send', { body: {} });
  return codeIn(await stage.mail(to, ({ id, text }) => !known.has(id) && /^\d{6}$/m.test(text)));
}
