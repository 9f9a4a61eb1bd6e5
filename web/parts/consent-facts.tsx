import type { MyConsent } from '../app.ts';
import { readingSentence } from '../text/sentences.ts';
import { termsOfConsent } from '../text/terms.ts';
import type { Words } from '../text/texts.ts';
import { CheckAnswers } from './check-answers.tsx';

interface ConsentFactsProps {
  readonly words: Words;
  readonly consent: MyConsent;
  /** What was requested and is not in it, where that is known. */
  readonly left?: readonly string[];
}

/** What a consent says, how often it was read, and how it ended. */
export function ConsentFacts({ words, consent, left = [] }: ConsentFactsProps) {
  const { t, moment } = words;
  const { grantedAt, endedAt, state } = consent;
  return (
    <CheckAnswers
      words={words}
      terms={{ ...termsOfConsent(words, consent), left }}
      before={[[t('state.label'), state !== 'active' && t(`state.${state}`)]]}
      after={[
        [t('permissions.granted'), moment(grantedAt)],
        [t('permissions.ended.at'), endedAt !== undefined && moment(endedAt)],
        [t('permissions.used'), readingSentence(words, consent)],
      ]}
    />
  );
}
