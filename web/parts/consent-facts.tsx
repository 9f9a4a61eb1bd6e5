import type { MyConsent } from '../app.ts';
import { timesRead } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';
import { Facts, Lines } from './facts.tsx';

interface ConsentFactsProps {
  readonly words: Words;
  readonly consent: MyConsent;
}

/** What a permission says, in a list. */
export function ConsentFacts({ words, consent }: ConsentFactsProps) {
  const { t, list, date, moment } = words;
  const { items, reads, readsUsed, grantedAt, until, endedAt, state } = consent;
  const data = items.map(({ label, fields }) => `${label}: ${list(fields.map((field) => field.label))}`);
  return (
    <Facts
      of={[
        [t('state.label'), t(`state.${state}`)],
        [t('permissions.purpose'), consent.purpose],
        [t('permissions.data'), <Lines key="data" of={data} />],
        [t('permissions.granted'), moment(grantedAt)],
        [t('permissions.until'), state === 'active' && date(until)],
        [t('permissions.ended.at'), endedAt !== undefined && moment(endedAt)],
        [t('permissions.reads'), words.reads(reads)],
        [t('permissions.used'), isCounted(consent) && timesRead(words, readsUsed)],
      ]}
    />
  );
}

/** Whether `readsUsed` says how often it was read: reads without a limit need not be counted. */
export const isCounted = ({ reads, readsUsed }: MyConsent) => reads !== 'unlimited' || readsUsed > 0;
