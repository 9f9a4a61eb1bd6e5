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
  const { state = 'nothing', requestId: request } = now;
  if (state === 'not-for-me' && !app.visit.forMeAfterAll) return notForMe(app);
  if (state !== 'pending' && state !== 'not-for-me') return noted(app, state, goOn);
  if (request === undefined) return noted(app, 'nothing', goOn);
  const mark = (name: 'request.decline' | 'request.not-for-me') => async () => {
    try {
      await call(name, { path: { request }, body: {} });
      app.visit.forMeAfterAll = false;
      app.go('arrival');
    } catch (error) {
      await app.fail(error);
    }
  };
  return {
    title: t('arrival.title'),
    content: [
      state === 'not-for-me' && el('p', { class: 'hint' }, t('arrival.notForMe.stands')),
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

type Noted = Exclude<NonNullable<Answer<'arrival.read'>['state']>, 'pending' | 'not-for-me'>;
const endings: Record<Noted, { title: TextKey; texts: readonly TextKey[] }> = {
  declined: {
    title: 'arrival.declined.title',
    texts: ['arrival.declined.lead', 'arrival.declined.next', 'arrival.confirm'],
  },
  granted: { title: 'arrival.answered.title', texts: ['arrival.mine'] },
  refused: { title: 'arrival.answered.title', texts: ['arrival.mine'] },
  lapsed: { title: 'arrival.lapsed.title', texts: ['arrival.lapsed.lead', 'arrival.mine'] },
  cancelled: { title: 'arrival.cancelled.title', texts: ['arrival.cancelled.lead', 'arrival.mine'] },
  nothing: { title: 'arrival.nothing.title', texts: ['arrival.mine'] },
};

/** What was noted, and the way on: the rest of the page is behind the code. */
function noted(app: App, state: Noted, goOn: Child): View {
  const { t } = app.words;
  const { title, texts } = endings[state];
  return {
    title: t(title),
    content: [
      ...texts.map((key, at) => paragraph(t(key), at === 0 ? 'lead' : undefined)),
      el('div', { class: 'choices' }, goOn),
    ],
  };
}

/** The end of the way for somebody else; whom the message is for goes back to the choices, not on to the ask. */
function notForMe(app: App): View {
  const { t } = app.words;
  return {
    title: t('arrival.notForMe.title'),
    content: [
      paragraph(t('arrival.notForMe.lead'), 'lead'),
      paragraph(t('arrival.notForMe.next')),
      paragraph(t('arrival.notForMe.ends')),
      paragraph(t('arrival.notForMe.after')),
      el(
        'div',
        { class: 'steps' },
        button(t('arrival.notForMe.back'), 'secondary', () => {
          app.visit.forMeAfterAll = true;
          app.go('arrival');
        }),
      ),
    ],
  };
}
