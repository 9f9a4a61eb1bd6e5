import { notPending, requestStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { placeOf, readAsking } from '../../stores/requests/asking.ts';
import { requestToDecide } from '../../stores/requests/deciding.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';
import { answerBefore, type DecisionAnswer, withConsentShown } from './decision-answer.ts';
import { grant } from './decision-grant.ts';
import { refuse } from './decision-refuse.ts';

const attempts = 5;
const race = 'request decided';

/**
 * Decides a request once. Of concurrent decisions one counts. The same decision sent again in the same session (a
 * double click, a lost answer) gets the first one's answer; any other is told that the request is decided.
 */
export const requestDecide: Handler<'request.decide'> = ({ path, body, at }, session) => {
  const bodyHash = contentHash(body);
  const language = body.language ?? session.language;
  return decideAgain(race, attempts, async () => {
    const request = await requestToDecide(session, path.request, at);
    const answered = answerBefore(request, session.session, bodyHash);
    const withConsent = (answer: DecisionAnswer) => withConsentShown(session, request, answer, language, at);
    if (answered) return { body: await withConsent(answered) };
    if (requestStateAt(request.row, at) !== 'pending')
      throw request.linkUsed && session.request === request.row.id ? new Problem('link-used') : notPending();
    const asking = await readAsking(placeOf(request), request.sealer, at);
    const deciding = { request, session, asking, bodyHash, at, race };
    const answer = body.choice === 'grant' ? await grant(deciding, body) : await refuse(deciding, body);
    return { body: await withConsent(answer) };
  });
};
