import { type Answer, call } from '../api.ts';
import type { App, View } from '../app.ts';
import { button, el, facts, fold, paragraph } from '../dom.ts';
import type { Words } from '../texts.ts';

type Look = Answer<'my-disclosure.list'>['items'][number];

/** Screen 9: who looked, newest first; what was refused too. */
export async function log(app: App): Promise<View> {
  const { words } = app;
  const { t, language } = words;
  const list = el('ul', { class: 'cards' });
  const more = el('p');
  const fetchPage = async (cursor: Record<string, string>): Promise<HTMLElement[]> => {
    const { items, next } = await call('my-disclosure.list', { query: { language, ...cursor } });
    const cards = items.map((look) => card(words, look));
    list.append(...cards);
    more.replaceChildren(
      ...(next === undefined
        ? []
        : [
            button(t('log.more'), 'secondary', async () => {
              try {
                const [first] = await fetchPage({ cursor: next });
                first?.focus();
              } catch (error) {
                await app.fail(error);
              }
            }),
          ]),
    );
    return cards;
  };
  const first = await fetchPage({});
  return {
    title: t('log.title'),
    content: [
      paragraph(t('log.lead'), 'lead'),
      ...(first.length > 0 ? [list, more] : [paragraph(t('log.none'))]),
    ],
  };
}

function card(words: Words, look: Look): HTMLElement {
  const { t, list } = words;
  const data = look.items.map(({ label, fields }) =>
    paragraph(fields.length > 0 ? `${label}: ${list(fields)}` : label),
  );
  return el(
    'li',
    { tabindex: '-1' },
    el('h2', {}, look.organisation),
    el('p', { class: 'when' }, el('time', { datetime: look.at }, words.moment(look.at))),
    paragraph(t(`log.${look.outcome}`), 'outcome'),
    look.reason !== undefined && paragraph(look.reason),
    facts([
      [t('log.purpose'), look.purpose],
      [t('log.data'), data.length > 0 && data],
      [t('log.staff'), look.staff],
    ]),
    fold(t('log.question'), paragraph(t('log.questionHow', { number: look.id.slice(-8) }))),
  );
}
