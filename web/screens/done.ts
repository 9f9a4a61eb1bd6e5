import type { App, View } from '../app.ts';
import { el, paragraph, screenLink } from '../dom.ts';

/** Screen 6: what happens now, the receipt, and the way to withdraw right here. */
export function done(app: App): View | string {
  const { decided } = app.visit;
  if (!decided) return '';
  const { t } = app.words;
  const { answer, asked, sentence } = decided;
  const organisation = asked.shown.organisation.name;
  const record = paragraph(t('done.record', { entry: answer.audit.entry }), 'small');
  if (answer.consentId === undefined)
    return {
      title: t('done.refused.title'),
      content: [
        paragraph(t('done.refused.lead', { organisation }), 'lead'),
        paragraph(t('done.refused.lock', { organisation })),
        paragraph(t('done.refused.mail')),
        el('div', { class: 'steps' }, screenLink(t('done.receipt'), `receipt/${answer.id}`, 'secondary')),
        record,
      ],
    };
  return {
    title: t('done.granted.title'),
    content: [
      paragraph(sentence, 'lead'),
      el('h2', {}, t('done.next')),
      el('ul', {}, el('li', {}, t('done.granted.log')), el('li', {}, t('done.granted.mail'))),
      el(
        'div',
        { class: 'steps' },
        screenLink(t('done.receipt'), `receipt/${answer.consentId}`, 'secondary'),
        screenLink(t('done.withdraw'), `withdraw/${answer.consentId}`, 'secondary'),
      ),
      paragraph(t('done.post')),
      record,
    ],
  };
}
