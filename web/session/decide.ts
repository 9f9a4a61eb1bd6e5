import type { Decision } from '../../lambdas/domain/requests/request.ts';
import { call } from '../api.ts';
import type { App, ConsentRequest } from '../app.ts';

/**
 * Sends the individual's decision and shows what follows from it, or tells why it could not be taken.
 * @param sentence what is granted, as it was shown.
 */
export async function decide(
  app: App,
  request: ConsentRequest,
  decision: Decision,
  sentence = '',
): Promise<void> {
  const { visit } = app;
  try {
    const answer = await call('request.decide', { path: { request: request.id }, body: decision });
    visit.decided = { answer, request, sentence };
    visit.closed = true;
    await app.go('done');
  } catch (error) {
    // Somebody decided, or the request ended, meanwhile: the next look shows how it stands.
    visit.request = undefined;
    await app.fail(error);
  }
}
