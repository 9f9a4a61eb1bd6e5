import type { Shown } from '../session/decision.ts';
import { periodSentence, receiverLines } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';
import { Facts, Fold, Lines } from './facts.tsx';

interface RequestProps {
  readonly words: Words;
  readonly shown: Shown;
}

/** The whole request in five rows, and whatever must never be folded away. */
export function RequestRows({ words, shown }: RequestProps) {
  const { t } = words;
  const isSpecial = shown.items.some(({ sensitivity }) => sensitivity === 'special');
  return (
    <div class="rows">
      <Facts
        of={[
          [t('ask.row.who'), <Lines key="who" of={receiverLines(shown.recipients)} />],
          [
            t('ask.row.what'),
            <>
              <strong>{words.list(shown.items.map(({ label }) => label))}</strong>
              <p>
                {isSpecial && <mark>{t('ask.special')}</mark>} {periodSentence(words, shown.period)}
              </p>
            </>,
          ],
          [t('terms.purpose'), t('terms.inOrder', { purpose: shown.purpose.sentence })],
          [
            t('ask.row.long'),
            t('ask.row.howLong', { date: words.lastDay(shown.until), reads: words.reads(shown.reads) }),
          ],
          [t('ask.row.no'), consequence(shown.refuseSentence)],
          ...shown.inSight.map(
            (what) => [t(`ask.${what}`), <strong key={what}>{shown[what]}</strong>] as const,
          ),
        ]}
      />
    </div>
  );
}

/** What follows from a No, without the No itself; the whole sentence where nothing else is said. */
const consequence = (sentence: string) => sentence.replace(/^[^.]+\.\s+(?=\S)/, '');

/** What is requested, a card for each category. */
export const RequestCards = ({ words: { t, list }, shown }: RequestProps) => (
  <ul class="cards">
    {shown.items.map(({ category, label, sensitivity, plain, fields }) => (
      <li key={category}>
        <h3>{label}</h3>
        {sensitivity === 'special' && (
          <p>
            <mark>{t('ask.special')}</mark>
          </p>
        )}
        <p>{plain}</p>
        <p class="small">{t('ask.fields', { fields: list(fields.map((field) => field.label)) })}</p>
      </li>
    ))}
  </ul>
);

/** How to change one's mind, how long the data stay there, and how it is checked who decides. */
export const WhatToKnow = ({ words: { t, list }, shown }: RequestProps) => (
  <Facts
    of={[
      [t('ask.kept'), shown.keptByRecipients],
      [
        t('ask.withdraw'),
        <Lines
          key="withdraw"
          of={[
            t('ask.withdrawHow'),
            t('ask.withdrawThen', { organisation: list(shown.recipients.map(({ name }) => name)) }),
          ]}
        />,
      ],
      [t('ask.source'), shown.source],
      [t('ask.assurance'), shown.assuranceNote],
    ]}
  />
);

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
          [t('ask.automatedDecisions'), shown.automatedDecisions],
          [t('ask.saleOrSharing'), shown.saleOrSharing],
          [t('ask.rights'), shown.rights],
          [
            t('ask.authority'),
            <>
              <Lines of={[authority.name, authority.address]} />
              {authority.web?.startsWith('https://') && (
                <p>
                  <a href={authority.web} rel="noreferrer" target="_blank">
                    {authority.web}
                  </a>{' '}
                  {t('page.newTab')}
                </p>
              )}
            </>,
          ],
        ]}
      />
    </Fold>
  );
}
