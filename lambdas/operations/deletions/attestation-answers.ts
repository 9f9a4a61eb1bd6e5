import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { answersTo } from '../../stores/deletions/deletions.ts';
import { attestation } from '../../stores/statements/statements.ts';
import { answerView } from './deletion-view.ts';

/** What those answer who were asked to delete, too: for anybody who knows the attestation's id, for 90 days. */
export const attestationAnswers: Handler<'attestation.answers'> = async ({ path, at }) => {
  const signed = await attestation(path.attestation);
  if (!signed) throw new Problem('not-found');
  const answers = await answersTo(String(signed.record.tenant), path.attestation, at);
  return {
    body: {
      items: answers.map(({ answered, ...asked }) => ({ ...asked, ...(answered && answerView(answered)) })),
    },
  };
};
