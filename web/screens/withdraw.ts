import { call, Refusal } from '../api.ts';
import type { App, View } from '../app.ts';
import { el, fold, form, paragraph, screenLink, submitButton } from '../dom.ts';
import { tickBox } from '../fields.ts';
import { consentFacts } from './permissions.ts';

/** What withdrawing does, and one press that does it; all that a standing link shows. */
export async function withdraw(app: App, id: string): Promise<View> {
  const { words, visit } = app;
  const { t } = words;
  const consent = await call('my-consent.read', {
    path: { consent: id },
    query: { language: words.language },
  });
  const organisation = consent.organisation.name;
  const standing = visit.session?.level === 'standing';
  if (consent.state !== 'active')
    return {
      title: t('withdrawn.title'),
      content: [
        paragraph(t('withdraw.ended', { organisation, state: t(`state.${consent.state}`) }), 'lead'),
        standing && paragraph(t('withdrawn.close')),
      ],
    };
  let tell = false;
  const now = submitButton(t('withdraw.now'));
  return {
    title: t('withdraw.title'),
    content: [
      paragraph(t('withdraw.lead', { organisation }), 'lead'),
      paragraph(consent.withdrawSentence),
      form(
        [
          tickBox('tell', t('withdraw.tell', { organisation }), tell, (on) => {
            tell = on;
          }),
          el(
            'div',
            { class: 'steps' },
            now,
            !standing && screenLink(t('withdraw.keep'), 'permissions', 'secondary'),
          ),
        ],
        now,
        async () => {
          try {
            const answer = await call('my-consent.withdraw', {
              path: { consent: id },
              body: tell ? { tellReason: true } : {},
            });
            visit.withdrawn = { consent, answer };
            app.go('withdrawn');
          } catch (error) {
            // It ended meanwhile, which this screen then shows.
            if (error instanceof Refusal && error.code === 'conflict') app.go(`withdraw/${id}`);
            else await app.fail(error);
          }
        },
      ),
      fold(t('withdraw.which'), consentFacts(words, consent)),
      standing && paragraph(t('withdraw.keptOnly'), 'small'),
    ],
  };
}
