import type { individualsOperations } from '../../api/operations/individuals.ts';
import { Problem } from '../../domain/problems.ts';
import { extensionsAtMost, sessionSeconds } from '../../domain/sessions/session.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { personOf } from '../../stores/people/person.ts';
import { sessionAnswer } from './session-answer.ts';

/** Thirty minutes more from now, at most ten times; two presses at once are one. */
export const sessionExtend: HandlerOf<typeof individualsOperations, 'session.extend'> = async (
  { at },
  session,
) => {
  if (session.extensions >= extensionsAtMost)
    throw new Problem('conflict', { detail: 'the session cannot be extended any more' });
  const { person } = await personOf(session, at, []);
  const { row, keys } = person.held;
  const extended = { endsAt: after(at, sessionSeconds), extensions: session.extensions + 1 };
  const { writes } = appendAudit({
    type: 'session.extended',
    at,
    tenant: session.tenant.id,
    actorRef: keys.auditRef,
    individualRef: keys.auditRef,
  });
  await transact([
    fenceOf(session.tenant.id, row),
    {
      table: 'vault',
      update: vaultKey.session(session.tenant.id, session.individual, session.session),
      set: extended,
      if: equals({ extensions: session.extensions }),
      else: 'conflict',
    },
    ...writes,
  ]);
  return { body: sessionAnswer({ ...session, ...extended }) };
};
