import type { App, View } from '../app.ts';
import { el, paragraph, screenLink } from '../dom.ts';
import { timesRead } from '../sentences.ts';
import { isCounted } from './permissions.ts';

/** Screen 8: the effect, and what is already outside. */
export function withdrawn(app: App): View | string {
  const { visit, words } = app;
  const { t } = words;
  if (!visit.withdrawn) return '';
  const { consent, answer } = visit.withdrawn;
  const organisation = consent.organisation.name;
  const standing = visit.session?.level === 'standing';
  return {
    title: t('withdrawn.title'),
    content: [
      paragraph(consent.withdrawSentence, 'lead'),
      isCounted(consent) &&
        paragraph(
          consent.readsUsed === 0
            ? t('withdrawn.none', { organisation })
            : t('withdrawn.copies', { times: timesRead(words, consent.readsUsed) }),
        ),
      paragraph(t('withdrawn.mail')),
      standing
        ? paragraph(t('withdrawn.close'))
        : el('div', { class: 'steps' }, screenLink(t('done.receipt'), `receipt/${consent.id}`, 'secondary')),
      paragraph(t('done.record', { entry: answer.audit.entry }), 'small'),
    ],
  };
}
