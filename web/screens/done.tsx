import { call } from '../api.ts';
import type { App, Elsewhere, MyConsent, View, Visit } from '../app.ts';
import { ConsentFacts } from '../parts/consent-facts.tsx';
import { LogNumber } from '../parts/log-number.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { consentIn } from '../session/read-consent.ts';
import { leftOut } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';

/** Screen 6: what happens now, the receipt, and the way to withdraw right here. */
export async function done({ visit, words }: App): Promise<View | Elsewhere> {
  const { decided } = visit;
  if (!decided) return 'home';
  const { answer, grant, granted: known } = decided;
  if (!grant || !known) return refused(words, decided);
  const read = await consentIn(known, words.language);
  const request =
    read === known
      ? decided.request
      : await call('request.show', { path: { request: answer.id }, query: { language: words.language } });
  visit.decided = { ...decided, request, granted: read };
  return granted(words, answer, read.consent, leftOut(words, request.shown, grant));
}

type Decided = NonNullable<Visit['decided']>;

function refused(words: Words, { answer, request }: Decided): View {
  const { t } = words;
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
        <LogNumber words={words} entry={answer.audit.entry} />
      </>
    ),
  };
}

function granted(
  words: Words,
  { audit }: Decided['answer'],
  consent: MyConsent,
  left: readonly string[],
): View {
  const { t } = words;
  return {
    title: t('done.granted.title'),
    content: () => (
      <>
        <ConsentFacts words={words} consent={consent} left={left} />
        <h2>{t('done.next')}</h2>
        <ul>
          <li>{t('done.granted.log')}</li>
          <li>{t('done.granted.mail')}</li>
        </ul>
        <div class="steps">
          <ScreenLink to={`receipt/${consent.id}`} style="secondary">
            {t('done.receipt')}
          </ScreenLink>
          <ScreenLink to={`withdraw/${consent.id}`} style="secondary">
            {t('done.withdraw')}
          </ScreenLink>
        </div>
        <p>{t('done.post')}</p>
        <LogNumber words={words} entry={audit.entry} />
      </>
    ),
  };
}
