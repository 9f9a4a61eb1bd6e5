import type { App, Elsewhere, ScreenAddress, View } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { Fold } from '../parts/facts.tsx';
import { Preview } from '../parts/preview.tsx';
import { RequestCards, RequestRows, Responsible, WhatToKnow } from '../parts/request-facts.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import type { Draft } from '../session/draft.ts';
import { openRequest } from '../session/open-request.ts';
import type { Words } from '../text/texts.ts';

/**
 * Screen 3: the whole request and the three answers, all alike, in one sight; what else there is to know below. Whoever
 * declined on this page before the code comes to the review of that No first; after a mark that somebody else may have
 * made nothing is chosen.
 */
export async function ask(app: App): Promise<View | Elsewhere> {
  const request = await openRequest(app);
  if (!request) return 'permissions';
  const { words, visit } = app;
  const { t, language } = words;
  const { shown } = request;
  const marked = visit.arrival?.state;
  if (visit.saidNo && marked === 'declined' && visit.draft.choice === undefined) {
    visit.draft = { ...visit.draft, choice: 'refuse' };
    return 'check';
  }
  return {
    title: t('ask.title', { organisation: shown.organisation.name }),
    content: () => (
      <>
        {marked === 'declined' && <p class="hint">{t('ask.markedNo')}</p>}
        {marked === 'not-for-me' && <p class="hint">{t('ask.markedNotForMe')}</p>}
        <RequestRows words={words} shown={shown} />
        <Answers app={app} words={words} />
        <p class="lead">{shown.askSentence}</p>
        <Preview key={language} app={app} words={words} request={request.id} />
        {shown.message !== undefined && (
          <Fold summary={t('ask.message', { organisation: shown.organisation.name })}>
            <blockquote>{shown.message}</blockquote>
          </Fold>
        )}
        <Fold summary={t('ask.items')}>
          <RequestCards words={words} shown={shown} />
        </Fold>
        <Fold summary={t('ask.facts')}>
          <WhatToKnow words={words} shown={shown} />
        </Fold>
        <Responsible words={words} shown={shown} />
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
      <h2 id="decide" class="unseen">
        {t('ask.decide')}
      </h2>
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
      <p class="small">
        {t('ask.decideHint')} <ScreenLink to="later">{t('ask.later')}</ScreenLink>
      </p>
    </>
  );
}
