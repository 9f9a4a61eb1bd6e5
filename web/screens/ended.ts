import type { App, View } from '../app.ts';
import { paragraph } from '../dom.ts';

/** After signing out. */
export function ended({ words }: App): View {
  return { title: words.t('ended.title'), content: [paragraph(words.t('ended.lead'), 'lead')] };
}
