import { type Answer, call } from '../api.ts';
import type { App, View } from '../app.ts';
import { button, type Child, el, paragraph } from '../dom.ts';
import type { TextKey } from '../texts.ts';
import { sendCode } from './code.ts';

/** Screen 1: that someone asks, without a name or data; No and "not for me" are provisional here. */
export async function arrival(app: App): Promise<View> {
  const { t } = app.words;
  const now = await call('arrival.read', {});
  app.visit.arrival = now;
  const goOn = button(t('arrival.continue'), 'choice', () => sendCode(app));
  if (now.state !== 'pending' || now.requestId === undefined) return noted(app, now, goOn);
  const mark = (name: 'request.decline' | 'request.not-for-me') => async () => {
    try {
      await call(name, { path: { request: now.requestId ?? '' }, body: {} });
      app.go('arrival');
    } catch (error) {
      await app.fail(error);
    }
  };
  return {
    title: t('arrival.title'),
    content: [
      paragraph(t('arrival.lead'), 'lead'),
      paragraph(t('arrival.how')),
      paragraph(t('arrival.free')),
      el(
        'div',
        { class: 'choices' },
        goOn,
        button(t('arrival.no'), 'choice', mark('request.decline')),
        button(t('arrival.notForMe'), 'choice', mark('request.not-for-me')),
      ),
      paragraph(t('arrival.change'), 'small'),
    ],
  };
}

type Noted = Exclude<NonNullable<Answer<'arrival.read'>['state']>, 'pending'>;
const endings: Record<Noted, { title: TextKey; texts: readonly TextKey[] }> = {
  declined: {
    title: 'arrival.declined.title',
    texts: ['arrival.declined.lead', 'arrival.declined.next', 'arrival.confirm'],
  },
  'not-for-me': {
    title: 'arrival.notForMe.title',
    texts: ['arrival.notForMe.lead', 'arrival.notForMe.next', 'arrival.confirm'],
  },
  granted: { title: 'arrival.answered.title', texts: ['arrival.mine'] },
  refused: { title: 'arrival.answered.title', texts: ['arrival.mine'] },
  lapsed: { title: 'arrival.lapsed.title', texts: ['arrival.lapsed.lead', 'arrival.mine'] },
  cancelled: { title: 'arrival.cancelled.title', texts: ['arrival.cancelled.lead', 'arrival.mine'] },
  nothing: { title: 'arrival.nothing.title', texts: ['arrival.mine'] },
};

/** What was noted, and the way on: the rest of the page is behind the code. */
function noted(app: App, now: Answer<'arrival.read'>, goOn: Child): View {
  const { t } = app.words;
  const { title, texts } =
    endings[now.state === undefined || now.state === 'pending' ? 'nothing' : now.state];
  return {
    title: t(title),
    content: [
      ...texts.map((key, at) => paragraph(t(key), at === 0 ? 'lead' : undefined)),
      el('div', { class: 'choices' }, goOn),
    ],
  };
}
