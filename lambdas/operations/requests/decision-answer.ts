import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import type { Language } from '../../domain/values.ts';
import type { RequestRow } from '../../model/request-rows.ts';
import { consentsShown, visibleConsent } from '../../stores/consents/own-consents.ts';
import { decisionOn } from '../../stores/requests/deciding.ts';
import type { OpenRequest } from '../../stores/requests/open-request.ts';

type Answer = AnswerOf<RowNamed<'request.decide'>>;

/** The outcome of a decision, as it is answered but for the consent in words. */
export interface DecisionAnswer {
  id: string;
  state: RequestRow['state'];
  consentId?: string;
  audit: { entry: string; leaf: string };
}

/** The answer that this session got for the same decision before; undefined when it got none. */
export function answerBefore(
  { row, sealer }: OpenRequest,
  session: string,
  bodyHash: string,
): DecisionAnswer | undefined {
  const before = decisionOn(row, sealer);
  if (!before || before.session !== session || before.bodyHash !== bodyHash) return undefined;
  return {
    id: row.id,
    state: row.state,
    ...(row.consent !== undefined && { consentId: row.consent }),
    audit: { entry: before.entry, leaf: before.leaf },
  };
}

/** The answer with the granted consent in words, as the individual's permissions show it; as it is for a refusal. */
export async function withConsentShown(
  session: SessionAuthority,
  { sealer }: OpenRequest,
  answer: DecisionAnswer,
  language: Language,
  at: string,
): Promise<Answer> {
  if (answer.consentId === undefined) return answer;
  const granted = await visibleConsent(session, sealer, answer.consentId);
  const [consent] = await consentsShown(session, [granted], language, at);
  return { ...answer, ...(consent && { consent }) };
}
