import type { Decision } from '../../lambdas/domain/requests/request.ts';
import { call, Refusal } from '../api.ts';
import type { App, ConsentRequest } from '../app.ts';

/**
 * Sends the individual's decision and shows what follows from it, or how the request stands if it was decided before.
 */
export async function decide(app: App, request: ConsentRequest, decision: Decision): Promise<void> {
  const { visit } = app;
  try {
    const answer = await call('request.decide', { path: { request: request.id }, body: decision });
    const grant = decision.choice === 'grant' ? decision : undefined;
    const granted = answer.consent && { consent: answer.consent, language: request.shown.language };
    visit.decided = { answer, request, grant, granted };
    visit.closed = true;
    await app.go('done');
  } catch (error) {
    visit.request = undefined;
    const isOver = error instanceof Refusal && (error.code === 'conflict' || error.code === 'link-used');
    if (!isOver) return app.fail(error);
    // It was decided, or has ended, or its text has changed meanwhile: the request is shown as it stands now.
    await app.go('ask');
    if (!visit.closed) app.say(({ t }) => t('problem.conflict'));
  }
}
