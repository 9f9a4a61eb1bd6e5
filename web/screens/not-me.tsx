import type { App, View } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';

/** For whoever finds somebody else's name: decide nothing, sign out, and call. */
export const notMe = ({ words: { t }, visit, end }: App): View => ({
  title: t('notMe.title'),
  content: () => (
    <>
      <p class="lead">{t('notMe.lead', { person: visit.session?.person ?? '' })}</p>
      <p>{t('notMe.how')}</p>
      <div class="steps">
        <Button style="primary" act={end}>
          {t('menu.end')}
        </Button>
        <ScreenLink
          to={visit.session?.requestId !== undefined && !visit.closed ? 'ask' : 'permissions'}
          style="secondary"
        >
          {t('notMe.back')}
        </ScreenLink>
      </div>
    </>
  ),
});
