import type { App, Elsewhere, View } from '../app.ts';
import { LogNumber } from '../parts/log-number.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { withdrawable } from '../session/read-consent.ts';
import { readingSentence } from '../text/sentences.ts';

/** Screen 8: the effect, and what is already outside. */
export async function withdrawn({ visit, words }: App): Promise<View | Elsewhere> {
  if (!visit.withdrawn) return 'home';
  const { t, list, language } = words;
  const { answer, read } = visit.withdrawn;
  const byLink = visit.session?.level === 'standing';
  const consent =
    read.language === language ? read.consent : await withdrawable(byLink, read.consent.id, language);
  visit.withdrawn = { answer, read: { consent, language } };
  const organisation = list(consent.recipients.map(({ name }) => name));
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
        <LogNumber words={words} entry={answer.audit.entry} />
      </>
    ),
  };
}
