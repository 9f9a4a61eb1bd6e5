import { call } from './api.ts';
import type { App, Asked } from './app.ts';
import { emptyDraft } from './decision.ts';

/**
 * The open ask in the page's language, fetched once for each language; undefined when it is not open any more.
 * What was chosen so far stays when the language changes.
 */
export async function openAsk(app: App): Promise<Asked | undefined> {
  const { visit, words } = app;
  const request = visit.session?.requestId;
  if (request === undefined || visit.closed) return undefined;
  if (visit.asked?.id !== request || visit.asked.shown.language !== words.language)
    visit.asked = await call('request.show', { path: { request }, query: { language: words.language } });
  if (visit.asked.state !== 'pending') {
    visit.closed = true;
    return undefined;
  }
  if (visit.draft.request !== request) visit.draft = emptyDraft(request);
  return visit.asked;
}
