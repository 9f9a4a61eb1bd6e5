import { type Answer, call } from '../api.ts';
import type { App, View } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import type { TextKey, Words } from '../text/texts.ts';
import { sendCode } from './code.tsx';

/**
 * Screen 1: that there is a consent request, without a name or data; refusing and "not for me" are provisional here.
 */
export async function arrival(app: App): Promise<View> {
  const { visit } = app;
  const now = await call('arrival.read', {});
  visit.arrival = now;
  const { state = 'nothing', requestId: request } = now;
  if (state === 'not-for-me' && !visit.choosesAgain) return notForMe(app);
  if (state !== 'pending' && state !== 'not-for-me') return noted(app, state);
  if (request === undefined) return noted(app, 'nothing');
  return choices(app, request, state === 'not-for-me');
}

function choices(app: App, request: string, isMarked: boolean): View {
  const { t } = app.words;
  const mark = async (name: 'request.decline' | 'request.not-for-me') => {
    try {
      await call(name, { path: { request }, body: {} });
      app.visit.choosesAgain = false;
      app.visit.saidNo = name === 'request.decline';
      await app.go('arrival');
    } catch (error) {
      await app.fail(error);
    }
  };
  return {
    title: t('arrival.title'),
    content: () => (
      <>
        {isMarked && <p class="hint">{t('arrival.notForMe.stands')}</p>}
        <p class="lead">{t('arrival.lead')}</p>
        <p>{t('arrival.how')}</p>
        <p>{t('arrival.free')}</p>
        <div class="choices">
          <GoOn app={app} text={t('arrival.continue')} />
          <Button style="choice" act={() => mark('request.decline')}>
            {t('arrival.no')}
          </Button>
          <Button style="choice" act={() => mark('request.not-for-me')}>
            {t('arrival.notForMe')}
          </Button>
        </div>
        <HaveCode words={app.words} />
        <p class="small">{t('arrival.change')}</p>
      </>
    ),
  };
}

/** The way on: the rest of the page is behind the code. */
const GoOn = ({ app, text }: { readonly app: App; readonly text: string }) => (
  <Button style="choice" act={() => sendCode(app)}>
    {text}
  </Button>
);

/** For whoever looked up the digits and opened the link again: they need no others. */
const HaveCode = ({ words: { t } }: { readonly words: Words }) => (
  <p class="centre">
    <ScreenLink to="code">{t('arrival.haveCode')}</ScreenLink>
  </p>
);

type Noted = Exclude<NonNullable<Answer<'arrival.read'>['state']>, 'pending' | 'not-for-me'>;
const lapsed = { title: 'arrival.lapsed.title', texts: ['arrival.lapsed.lead', 'arrival.mine'] } as const;
const endings: Record<Noted, { title: TextKey; texts: readonly TextKey[] }> = {
  declined: {
    title: 'arrival.declined.title',
    texts: ['arrival.declined.lead', 'arrival.declined.next', 'arrival.confirm'],
  },
  granted: { title: 'arrival.answered.title', texts: ['arrival.mine'] },
  refused: { title: 'arrival.answered.title', texts: ['arrival.mine'] },
  lapsed,
  undelivered: lapsed,
  cancelled: { title: 'arrival.cancelled.title', texts: ['arrival.cancelled.lead', 'arrival.mine'] },
  nothing: { title: 'arrival.nothing.title', texts: ['arrival.mine'] },
};

/** What was noted, and the way on. */
function noted(app: App, state: Noted): View {
  const { t } = app.words;
  const { title, texts } = endings[state];
  return {
    title: t(title),
    content: () => (
      <>
        {texts.map((key, at) => (
          <p key={key} class={at === 0 ? 'lead' : undefined}>
            {t(key)}
          </p>
        ))}
        <div class="choices">
          <GoOn app={app} text={t('arrival.continue')} />
        </div>
        <HaveCode words={app.words} />
      </>
    ),
  };
}

/** The end of the way for somebody else; whom the message is for goes back to the choices, not on to the request. */
function notForMe(app: App): View {
  const { t } = app.words;
  const back = () => {
    app.visit.choosesAgain = true;
    return app.go('arrival');
  };
  return {
    title: t('arrival.notForMe.title'),
    content: () => (
      <>
        <p class="lead">{t('arrival.notForMe.lead')}</p>
        <p>{t('arrival.notForMe.next')}</p>
        <p>{t('arrival.notForMe.ends')}</p>
        <p>{t('arrival.notForMe.after')}</p>
        <div class="steps">
          <Button style="secondary" act={back}>
            {t('arrival.notForMe.back')}
          </Button>
        </div>
      </>
    ),
  };
}
