import type { App, Elsewhere, View } from '../app.ts';
import { ScreenLink } from '../parts/screen-link.tsx';
import { withdrawable } from '../session/read-consent.ts';
import { readingSentence } from '../text/sentences.ts';

/** Screen 8: the effect, and what is already outside. */
export async function withdrawn(app: App): Promise<View | Elsewhere> {
  const { visit, words } = app;
  if (!visit.withdrawn) return 'home';
  const { t, list, language } = words;
  const { answer, read } = visit.withdrawn;
  const consent = read.language === language ? read.consent : await withdrawable(app, read.consent.id);
  visit.withdrawn = { answer, read: { consent, language } };
  const organisation = list(consent.recipients.map(({ name }) => name));
  const byLink = visit.session?.level === 'standing';
  return {
    title: t('withdrawn.title'),
    content: () => (
      <>
        <p class="lead">{consent.withdrawSentence}</p>
        <p>
          {!('timesRead' in consent)
            ? t('withdraw.copies', { organisation })
            : consent.timesRead === 0
              ? t('withdrawn.none', { organisation })
              : t('withdrawn.copies', { times: readingSentence(words, consent) })}
        </p>
        <p>{t('withdrawn.mail')}</p>
        {byLink ? (
          <p>{t('withdrawn.close')}</p>
        ) : (
          <div class="steps">
            <ScreenLink to={`receipt/${consent.id}`} style="secondary">
              {t('done.receipt')}
            </ScreenLink>
          </div>
        )}
        <p class="small">{t('done.record', { entry: answer.audit.entry })}</p>
      </>
    ),
  };
}
