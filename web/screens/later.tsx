import type { App, Elsewhere, View } from '../app.ts';
import { ScreenLink } from '../parts/screen-link.tsx';
import { openRequest } from '../session/open-request.ts';

/** Leaving it for later is an answer too: nothing is passed on, and the page says how long there is. */
export async function later(app: App): Promise<View | Elsewhere> {
  const request = await openRequest(app);
  if (!request) return 'permissions';
  const { t, lastDay } = app.words;
  return {
    title: t('later.title'),
    content: () => (
      <>
        <p class="lead">{t('later.lead')}</p>
        <p>{t('later.open', { date: lastDay(request.lapsesAt) })}</p>
        <p>{t('later.lapse')}</p>
        <div class="steps">
          <ScreenLink to="ask" style="secondary">
            {t('later.back')}
          </ScreenLink>
        </div>
      </>
    ),
  };
}
