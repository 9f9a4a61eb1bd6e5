import type { MyConsent } from '../app.ts';
import type { Grant, Shown } from '../session/decision.ts';
import { leftOut, periodSentence, receiverLines, receiving } from './sentences.ts';
import type { Words } from './texts.ts';

/** What is granted, in words: the same list wherever a consent is reviewed, shown or kept. */
export interface Terms {
  readonly receivers: readonly string[];
  readonly data: readonly string[];
  readonly period: string;
  readonly reads: string;
  readonly until: string;
  readonly purpose: string;
  /** What was requested and is not granted; empty where it is not known. */
  readonly left: readonly string[];
}

/** What a grant would allow, of what was requested. */
export function termsOfGrant(words: Words, shown: Shown, grant: Grant): Terms {
  const data = shown.items.flatMap((item) => {
    const granted = grant.items.find(({ category }) => category === item.category);
    const fields = item.fields.filter(({ code }) => granted?.fields.includes(code));
    return fields.length > 0 ? [itemLine(words, { label: item.label, fields })] : [];
  });
  return {
    receivers: receiverLines(receiving(shown, grant.recipients)),
    data,
    period: periodSentence(words, grant.period ?? shown.period),
    reads: words.reads(grant.reads),
    until: words.lastDay(grant.until),
    purpose: shown.purpose.sentence,
    left: leftOut(words, shown, grant),
  };
}

/** What a consent allows. */
export const termsOfConsent = (words: Words, consent: MyConsent): Terms => ({
  receivers: receiverLines(consent.recipients),
  data: consent.items.map((item) => itemLine(words, item)),
  period: periodSentence(words, consent.period),
  reads: words.reads(consent.reads),
  until: words.lastDay(consent.until),
  purpose: consent.purpose,
  left: [],
});

type Item = { readonly label: string; readonly fields: readonly { readonly label: string }[] };
const itemLine = ({ list }: Words, { label, fields }: Item) =>
  `${label}: ${list(fields.map((field) => field.label))}`;
