import type { App, Elsewhere, View, Visit } from '../app.ts';
import { ScreenLink } from '../parts/screen-link.tsx';
import type { Words } from '../text/texts.ts';

/** Screen 6: what happens now, the receipt, and the way to withdraw right here. */
export function done({ visit: { decided }, words }: App): View | Elsewhere {
  if (!decided) return 'home';
  const { consentId } = decided.answer;
  return consentId === undefined ? refused(words, decided) : granted(words, decided, consentId);
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

function granted({ t }: Words, { answer, sentence }: Decided, consent: string): View {
  return {
    title: t('done.granted.title'),
    content: () => (
      <>
        <p class="lead">{sentence}</p>
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
