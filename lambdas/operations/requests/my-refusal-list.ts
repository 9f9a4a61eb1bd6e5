import type { Handler } from '../../http/serve.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { personOf } from '../../stores/people/person.ts';
import { refusalsShown } from '../../stores/requests/own-refusals.ts';

/** What the individual refused, newest first, and until when nobody may request it again. */
export const myRefusalList: Handler<'my-refusal.list'> = async ({ query, at }, session) => {
  const { person } = await personOf(session, at, ['case']);
  const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
  return { body: { items: await refusalsShown(session, sealer, query.language ?? session.language, at) } };
};
