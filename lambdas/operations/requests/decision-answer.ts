import type { RequestRow } from '../../model/request-rows.ts';
import { decisionOn } from '../../stores/requests/deciding.ts';
import type { OpenRequest } from '../../stores/requests/open-request.ts';

/** The answer to a decision. */
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
