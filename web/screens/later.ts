import type { App, View } from '../app.ts';
import { openAsk } from '../asking.ts';
import { el, paragraph, screenLink } from '../dom.ts';

/** Leaving it for later is an answer too: nothing is passed on, and the page says how long there is. */
export async function later(app: App): Promise<View | string> {
  const asked = await openAsk(app);
  if (!asked) return 'permissions';
  const { t, date } = app.words;
  return {
    title: t('later.title'),
    content: [
      paragraph(t('later.lead'), 'lead'),
      paragraph(t('later.open', { date: date(asked.lapsesAt) })),
      paragraph(t('later.lapse')),
      el('div', { class: 'steps' }, screenLink(t('later.back'), 'ask', 'secondary')),
    ],
  };
}
