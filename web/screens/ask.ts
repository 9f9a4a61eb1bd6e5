import { call } from '../api.ts';
import type { App, View } from '../app.ts';
import { openAsk } from '../asking.ts';
import type { Draft, Shown } from '../decision.ts';
import { button, type Child, el, facts, fold, paragraph, screenLink } from '../dom.ts';
import { everyPage, recordList } from '../records.ts';
import { periodSentence, receivers } from '../sentences.ts';
import type { Words } from '../texts.ts';

/** Screen 3: who asks for what, why, for how long; and the three answers, all alike. */
export async function ask(app: App): Promise<View | string> {
  const asked = await openAsk(app);
  if (!asked) return 'permissions';
  const { words, visit } = app;
  const { t } = words;
  const { shown } = asked;
  const organisation = shown.organisation.name;
  const mark = visit.arrival?.state;
  const answer = (choice: NonNullable<Draft['choice']>, screen: string) => () => {
    visit.draft.choice = choice;
    // Statements ticked for a part are not statements about all of it.
    if (choice === 'all') visit.draft.explicit.clear();
    app.go(screen);
  };
  return {
    title: t('ask.title'),
    content: [
      mark === 'declined' && el('p', { class: 'hint' }, t('ask.markedNo')),
      mark === 'not-for-me' && el('p', { class: 'hint' }, t('ask.markedNotForMe')),
      paragraph(shown.askSentence, 'lead'),
      shown.message !== undefined &&
        el(
          'figure',
          {},
          el('figcaption', {}, t('ask.message', { organisation })),
          el('blockquote', {}, shown.message),
        ),
      el('h2', {}, t('ask.items')),
      el(
        'ul',
        { class: 'cards' },
        shown.items.map((item) => itemCard(words, item)),
      ),
      preview(app, asked.id),
      el('h2', {}, t('ask.facts')),
      whatToKnow(words, shown),
      responsible(words, shown),
      el('h2', { id: 'decide' }, t('ask.decide')),
      paragraph(t('ask.decideHint')),
      el(
        'div',
        { class: 'choices answers', role: 'group', 'aria-labelledby': 'decide' },
        button(t('ask.answerNo'), 'choice', answer('refuse', 'check')),
        button(t('ask.answerPart'), 'choice', answer('part', 'part')),
        button(t('ask.answerYes'), 'choice', answer('all', 'check')),
      ),
      el('p', { class: 'centre' }, screenLink(t('ask.later'), 'later')),
    ],
  };
}

function itemCard({ t, list }: Words, item: Shown['items'][number]): HTMLElement {
  return el(
    'li',
    {},
    el('h3', {}, item.label),
    item.sensitivity === 'special' && el('p', { class: 'badge' }, t('ask.special')),
    paragraph(item.plain),
    paragraph(t('ask.fields', { fields: list(item.fields.map(({ label }) => label)) }), 'small'),
  );
}

/** The very values that would be released now, on demand. */
function preview(app: App, request: string): HTMLElement {
  const { t, language } = app.words;
  const place = el('div', { class: 'preview' });
  const show = button(t('ask.preview'), 'secondary', async () => {
    try {
      const records = await everyPage((cursor) =>
        call('request.preview', { path: { request }, body: { language, ...cursor } }),
      );
      const heading = el('h3', { tabindex: '-1' }, t('ask.previewTitle'));
      place.replaceChildren(
        heading,
        records.length > 0 ? recordList(app.words, records, 'h3') : paragraph(t('record.none')),
      );
      heading.focus();
    } catch (error) {
      await app.fail(error);
    }
  });
  place.append(show);
  return place;
}

function whatToKnow(words: Words, shown: Shown): HTMLElement {
  const { t } = words;
  return facts([
    [t('ask.receivers'), lines(receivers(shown))],
    [t('ask.until'), words.date(shown.until)],
    [t('ask.reads'), words.reads(shown.reads)],
    [t('ask.period'), periodSentence(words, shown.period)],
    [t('ask.kept'), shown.keptByRecipients],
    [t('ask.no'), shown.refuseSentence],
    [
      t('ask.withdraw'),
      [
        paragraph(t('ask.withdrawHow')),
        paragraph(t('ask.withdrawThen', { sentence: shown.withdrawSentence })),
      ],
    ],
    [t('ask.assurance'), shown.assuranceNote],
  ]);
}

function responsible({ t }: Words, shown: Shown): HTMLElement {
  const { authority } = shown;
  return fold(
    t('ask.fold'),
    facts([
      [
        t('ask.controllers'),
        shown.controllers.flatMap(({ name, address, officer }) =>
          lines([name, address, t('ask.officer', { officer })]),
        ),
      ],
      [t('ask.basis'), shown.legalBasis],
      [t('ask.source'), shown.source],
      [t('ask.automated'), shown.automatedDecisions],
      [t('ask.sale'), shown.saleOrSharing],
      [t('ask.rights'), shown.rights],
      [
        t('ask.authority'),
        [
          ...lines([authority.name, authority.address]),
          authority.web?.startsWith('https://') &&
            el('p', {}, el('a', { href: authority.web, rel: 'noreferrer', target: '_blank' }, authority.web)),
        ],
      ],
    ]),
  );
}

const lines = (texts: readonly string[]): Child[] => texts.map((text) => paragraph(text));
