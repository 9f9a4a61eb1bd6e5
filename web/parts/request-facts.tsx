import type { Shown } from '../session/decision.ts';
import { periodSentence, receiverLines } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';
import { Facts, Fold, Lines } from './facts.tsx';

interface RequestProps {
  readonly words: Words;
  readonly shown: Shown;
}

/** What is requested, a card for each category. */
export const RequestCards = ({ words: { t, list }, shown }: RequestProps) => (
  <ul class="cards">
    {shown.items.map(({ category, label, sensitivity, plain, fields }) => (
      <li key={category}>
        <h3>{label}</h3>
        {sensitivity === 'special' && <p class="badge">{t('ask.special')}</p>}
        <p>{plain}</p>
        <p class="small">{t('ask.fields', { fields: list(fields.map((field) => field.label)) })}</p>
      </li>
    ))}
  </ul>
);

/** What to know before deciding. */
export function WhatToKnow({ words, shown }: RequestProps) {
  const { t } = words;
  return (
    <Facts
      of={[
        [t('ask.receivers'), <Lines key="receivers" of={receiverLines(shown.recipients)} />],
        [t('ask.until'), t('terms.untilDay', { date: words.lastDay(shown.until) })],
        [t('ask.reads'), words.reads(shown.reads)],
        [t('ask.period'), periodSentence(words, shown.period)],
        [t('ask.kept'), shown.keptByRecipients],
        [t('ask.no'), shown.refuseSentence],
        [
          t('ask.withdraw'),
          <Lines
            key="withdraw"
            of={[t('ask.withdrawHow'), t('ask.withdrawThen', { sentence: shown.withdrawSentence })]}
          />,
        ],
        [t('ask.assurance'), shown.assuranceNote],
      ]}
    />
  );
}

/** Who is responsible, and where to turn. */
export function Responsible({ words: { t }, shown }: RequestProps) {
  const { authority, controllers } = shown;
  const responsible = controllers.flatMap(({ name, address, officer }) => [
    name,
    address,
    t('ask.officer', { officer }),
  ]);
  return (
    <Fold summary={t('ask.fold')}>
      <Facts
        of={[
          [t('ask.controllers'), <Lines key="controllers" of={responsible} />],
          [t('ask.basis'), shown.legalBasis],
          [t('ask.source'), shown.source],
          [t('ask.automated'), shown.automatedDecisions],
          [t('ask.sale'), shown.saleOrSharing],
          [t('ask.rights'), shown.rights],
          [
            t('ask.authority'),
            <>
              <Lines of={[authority.name, authority.address]} />
              {authority.web?.startsWith('https://') && (
                <p>
                  <a href={authority.web} rel="noreferrer" target="_blank">
                    {authority.web}
                  </a>
                </p>
              )}
            </>,
          ],
        ]}
      />
    </Fold>
  );
}
