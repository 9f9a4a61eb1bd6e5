import type { App, View } from '../app.ts';

/** After signing out. */
export const ended = ({ words: { t } }: App): View => ({
  title: t('ended.title'),
  content: () => <p class="lead">{t('ended.lead')}</p>,
});
