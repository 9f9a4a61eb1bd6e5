import { call } from '../api.ts';
import type { App, Elsewhere, View } from '../app.ts';
import { isCounted } from '../parts/consent-facts.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { timesRead } from '../text/sentences.ts';

/** Screen 8: the effect, and what is already outside. */
export async function withdrawn({ visit, words }: App): Promise<View | Elsewhere> {
  if (!visit.withdrawn) return 'home';
  const { t, language } = words;
  const { answer } = visit.withdrawn;
  // Read again for another language only: what has ended must not look like a failure.
  if (visit.withdrawn.language !== language) {
    const again = await call('my-consent.read', { path: { consent: answer.id }, query: { language } });
    visit.withdrawn = { answer, language, consent: again };
  }
  const { consent } = visit.withdrawn;
  const organisation = consent.organisation.name;
  const byLink = visit.session?.level === 'standing';
  return {
    title: t('withdrawn.title'),
    content: () => (
      <>
        <p class="lead">{consent.withdrawSentence}</p>
        {isCounted(consent) && (
          <p>
            {consent.readsUsed === 0
              ? t('withdrawn.none', { organisation })
              : t('withdrawn.copies', { times: timesRead(words, consent.readsUsed) })}
          </p>
        )}
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
