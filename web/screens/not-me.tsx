import type { App, View } from '../app.ts';
import { ScreenLink } from '../parts/screen-link.tsx';

/** For whoever finds somebody else's name: decide nothing, sign out, and call. */
export const notMe = ({ words: { t }, visit }: App): View => ({
  title: t('notMe.title'),
  content: () => (
    <>
      <p class="lead">{t('notMe.lead', { person: visit.session?.person ?? '' })}</p>
      <p>{t('notMe.how')}</p>
      <div class="steps">
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
