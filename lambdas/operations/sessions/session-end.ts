import { sessionCookie } from '../../api/session-cookie.ts';
import type { Handler } from '../../http/serve.ts';
import { personOf } from '../../stores/people/person.ts';
import { endSession } from '../../stores/sessions/lifetime.ts';

/** Ends the session: no copy of its cookie works afterwards. */
export const sessionEnd: Handler<'session.end'> = async ({ at }, session) => {
  const { person } = await personOf(session, at, []);
  await endSession(person, session, at);
  return { cookie: `${sessionCookie}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0` };
};
