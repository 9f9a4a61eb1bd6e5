import type { App, Elsewhere, View } from '../app.ts';
import { ScreenLink } from '../parts/screen-link.tsx';
import { consentIn } from '../session/read-consent.ts';
import { readingSentence } from '../text/sentences.ts';

/** Screen 8: the effect, and what is already outside. */
export async function withdrawn({ visit, words }: App): Promise<View | Elsewhere> {
  if (!visit.withdrawn) return 'home';
  const { t, list, language } = words;
  const { answer } = visit.withdrawn;
  const read = await consentIn(visit.withdrawn.read, language);
  visit.withdrawn = { answer, read };
  const { consent } = read;
  const organisation = list(consent.recipients.map(({ name }) => name));
  const byLink = visit.session?.level === 'standing';
  return {
    title: t('withdrawn.title'),
    content: () => (
      <>
        <p class="lead">{consent.withdrawSentence}</p>
        <p>
          {consent.timesRead === 0
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
