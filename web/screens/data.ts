import { call } from '../api.ts';
import type { App, View } from '../app.ts';
import { button, el, paragraph, save } from '../dom.ts';
import { everyPage, recordList } from '../records.ts';

/** Screen 10: my data, to read and to take away. */
export async function data(app: App): Promise<View> {
  const { words } = app;
  const { t, language } = words;
  const records = await everyPage((cursor) => call('my-data.read', { query: { language, ...cursor } }));
  return {
    title: t('data.title'),
    content: [
      paragraph(t(records.length > 0 ? 'data.lead' : 'data.none'), 'lead'),
      records.length > 0 && recordList(words, records, 'h2'),
      records.length > 0 && el('h2', {}, t('data.take')),
      records.length > 0 &&
        el(
          'div',
          { class: 'steps' },
          button(t('data.print'), 'secondary', () => window.print()),
          button(t('data.save'), 'secondary', () =>
            save(`habeas-${language}.json`, 'application/json', JSON.stringify({ records }, undefined, 2)),
          ),
        ),
      paragraph(t('data.wrong')),
    ],
  };
}
