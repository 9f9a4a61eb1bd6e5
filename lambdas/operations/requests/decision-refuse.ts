import type { Decision } from '../../domain/requests/request.ts';
import { type Deciding, decisionEntry } from '../../stores/requests/deciding.ts';
import { refuseRequest } from '../../stores/requests/decisions.ts';
import { contextOf } from '../../stores/requests/shown-request.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';
import type { DecisionAnswer } from './decision-answer.ts';

type Refuse = Extract<Decision, { choice: 'refuse' }>;

/** Refuses a request, also in the retrieval window; everything that was requested is blocked. */
export async function refuse(deciding: Deciding, body: Refuse): Promise<DecisionAnswer> {
  const { request, session } = deciding;
  const shown = (await contextOf(request)).shown(body.language ?? session.language);
  const audit = decisionEntry(deciding, 'consent.refused', request.row.id);
  await refuseRequest(deciding, {
    seen: { hash: contentHash(shown), shown, explicit: [] },
    audit,
    reasonDisclosed: body.tellReason === true,
  });
  return { id: request.row.id, state: 'refused', audit: { entry: audit.entry, leaf: audit.leaf } };
}
