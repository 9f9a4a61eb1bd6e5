import { call } from '../api.ts';
import type { App, Elsewhere, MyConsent, View, Visit } from '../app.ts';
import { ConsentFacts } from '../parts/consent-facts.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import type { Words } from '../text/texts.ts';

/** Screen 6: what happens now, the receipt, and the way to withdraw right here. */
export async function done({ visit: { decided }, words }: App): Promise<View | Elsewhere> {
  if (!decided) return 'home';
  const { consentId } = decided.answer;
  if (consentId === undefined) return refused(words, decided);
  // It is decided; should what was granted not come now, it is under "my permissions".
  const consent = await call('my-consent.read', {
    path: { consent: consentId },
    query: { language: words.language },
  }).catch(() => undefined);
  return granted(words, decided, consentId, consent);
}

type Decided = NonNullable<Visit['decided']>;

function refused({ t }: Words, { answer, request }: Decided): View {
  const organisation = request.shown.organisation.name;
  return {
    title: t('done.refused.title'),
    content: () => (
      <>
        <p class="lead">{t('done.refused.lead', { organisation })}</p>
        <p>{t('done.refused.lock', { organisation })}</p>
        <p>{t('done.refused.mail')}</p>
        <div class="steps">
          <ScreenLink to={`receipt/${answer.id}`} style="secondary">
            {t('done.receipt')}
          </ScreenLink>
        </div>
        <p class="small">{t('done.record', { entry: answer.audit.entry })}</p>
      </>
    ),
  };
}

function granted(words: Words, { answer }: Decided, consent: string, facts: MyConsent | undefined): View {
  const { t } = words;
  return {
    title: t('done.granted.title'),
    content: () => (
      <>
        {facts && <ConsentFacts words={words} consent={facts} />}
        <h2>{t('done.next')}</h2>
        <ul>
          <li>{t('done.granted.log')}</li>
          <li>{t('done.granted.mail')}</li>
        </ul>
        <div class="steps">
          <ScreenLink to={`receipt/${consent}`} style="secondary">
            {t('done.receipt')}
          </ScreenLink>
          <ScreenLink to={`withdraw/${consent}`} style="secondary">
            {t('done.withdraw')}
          </ScreenLink>
        </div>
        <p>{t('done.post')}</p>
        <p class="small">{t('done.record', { entry: answer.audit.entry })}</p>
      </>
    ),
  };
}
