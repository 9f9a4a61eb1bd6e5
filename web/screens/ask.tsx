import type { App, Elsewhere, ScreenAddress, View } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { Preview } from '../parts/preview.tsx';
import { RequestCards, Responsible, WhatToKnow } from '../parts/request-facts.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import type { Draft } from '../session/draft.ts';
import { openRequest } from '../session/open-request.ts';
import type { Words } from '../text/texts.ts';

/** Screen 3: who asks for what, why, for how long; and the three answers, all alike. */
export async function ask(app: App): Promise<View | Elsewhere> {
  const request = await openRequest(app);
  if (!request) return 'permissions';
  const { words, visit } = app;
  const { t, language } = words;
  const { shown } = request;
  const marked = visit.arrival?.state;
  return {
    title: t('ask.title'),
    content: () => (
      <>
        {marked === 'declined' && <p class="hint">{t('ask.markedNo')}</p>}
        {marked === 'not-for-me' && <p class="hint">{t('ask.markedNotForMe')}</p>}
        <p class="lead">{shown.askSentence}</p>
        {shown.message !== undefined && (
          <figure>
            <figcaption>{t('ask.message', { organisation: shown.organisation.name })}</figcaption>
            <blockquote>{shown.message}</blockquote>
          </figure>
        )}
        <h2>{t('ask.items')}</h2>
        <RequestCards words={words} shown={shown} />
        <Preview key={language} app={app} words={words} request={request.id} />
        <h2>{t('ask.facts')}</h2>
        <WhatToKnow words={words} shown={shown} />
        <Responsible words={words} shown={shown} />
        <Answers app={app} words={words} />
        <p class="centre">
          <ScreenLink to="later">{t('ask.later')}</ScreenLink>
        </p>
      </>
    ),
  };
}

type Choice = NonNullable<Draft['choice']>;

function Answers({ app, words: { t } }: { readonly app: App; readonly words: Words }) {
  const answer = (choice: Choice, screen: ScreenAddress) => () => {
    const { draft } = app.visit;
    // Statements ticked for a part are not statements about all of it.
    const explicit = choice === 'all' ? new Set<string>() : draft.explicit;
    app.visit.draft = { ...draft, choice, explicit };
    return app.go(screen);
  };
  return (
    <>
      <h2 id="decide">{t('ask.decide')}</h2>
      <p>{t('ask.decideHint')}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the controls of a form */}
      <div class="choices answers" role="group" aria-labelledby="decide">
        <Button style="choice" act={answer('refuse', 'check')}>
          {t('ask.answerNo')}
        </Button>
        <Button style="choice" act={answer('part', 'part')}>
          {t('ask.answerPart')}
        </Button>
        <Button style="choice" act={answer('all', 'check')}>
          {t('ask.answerYes')}
        </Button>
      </div>
    </>
  );
}
