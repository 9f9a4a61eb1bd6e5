import { call } from '../api.ts';
import type { App, ConsentRequest } from '../app.ts';
import { keptDraft } from './draft.ts';

/**
 * The open consent request in the page's language, fetched once for each language; undefined when it is not open
 * any more. What was chosen so far stays when the language changes.
 * @throws Refusal
 */
export async function openRequest({ visit, words }: App): Promise<ConsentRequest | undefined> {
  const request = visit.session?.requestId;
  if (request === undefined || visit.closed) return undefined;
  if (visit.request?.id !== request || visit.request.shown.language !== words.language)
    visit.request = await call('request.show', { path: { request }, query: { language: words.language } });
  if (visit.request.state !== 'pending') {
    visit.closed = true;
    return undefined;
  }
  if (visit.draft.request !== request) visit.draft = keptDraft(request);
  return visit.request;
}
