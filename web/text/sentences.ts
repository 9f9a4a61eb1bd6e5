import type { MyConsent } from '../app.ts';
import type { Grant, Shown } from '../session/decision.ts';
import type { Words } from './texts.ts';

type Item = Shown['items'][number];

/** "Name and Street": the labels of some fields of an item. */
const labels = (words: Words, item: Item, fields: readonly string[]) =>
  words.list(item.fields.filter(({ code }) => fields.includes(code)).map(({ label }) => label));

/** The one sentence that sums up a grant. */
export function grantSentence(words: Words, shown: Shown, grant: Grant): string {
  const data = shown.items.flatMap((item) => {
    const granted = grant.items.find(({ category }) => category === item.category);
    if (!granted) return [];
    return granted.fields.length === item.fields.length
      ? [item.label]
      : [words.t('check.item', { label: item.label, fields: labels(words, item, granted.fields) })];
  });
  return words.t('check.grant', {
    receivers: words.list(receiving(shown, grant.recipients).map(({ name }) => name)),
    data: words.list(data),
    date: words.lastDay(grant.until),
    reads: words.reads(grant.reads),
    purpose: shown.purpose.sentence,
  });
}

/** What was requested and is not granted, a line for each thing. */
export function leftOut(words: Words, shown: Shown, grant: Grant): string[] {
  const { t, lastDay, reads } = words;
  const items = shown.items.flatMap((item) => {
    const granted = grant.items.find(({ category }) => category === item.category);
    if (!granted) return [item.label];
    const missing = item.fields.map(({ code }) => code).filter((code) => !granted.fields.includes(code));
    return missing.length > 0 ? [`${item.label}: ${labels(words, item, missing)}`] : [];
  });
  const chosen = receiving(shown, grant.recipients);
  const others = shown.recipients.filter((one) => !chosen.includes(one)).map(receiver);
  const isEarlier = Date.parse(grant.until) < Date.parse(shown.until);
  const isFewer = reads(grant.reads) !== reads(shown.reads);
  return [
    ...items,
    ...others,
    ...(grant.period ? [t('left.period', { period: periodSentence(words, shown.period) })] : []),
    ...(isFewer ? [t('left.reads', { reads: reads(shown.reads) })] : []),
    ...(isEarlier ? [t('left.until', { date: lastDay(shown.until) })] : []),
  ];
}

type Recipient = Shown['recipients'][number];

/** A receiver with the country. */
export const receiver = ({ name, country }: Recipient) => (country === '' ? name : `${name} (${country})`);

/** Receivers, each with the country and with what protects data sent there, where something must. */
export const receiverLines = (recipients: readonly Recipient[]) =>
  recipients.map((one) => [receiver(one), one.safeguard ?? ''].filter((part) => part !== '').join(': '));

/** Those who receive, of those requested: all of them unless some are named by their codes. */
export const receiving = ({ recipients }: Shown, codes?: readonly string[]) =>
  recipients.filter(({ organisation }) => codes === undefined || codes.includes(organisation));

/** The statement for a special category, naming just those who would receive. */
export const explicitStatement = (
  { list }: Words,
  { explicitStatement: forAll = '', explicitTemplate }: Item,
  names: readonly string[],
) => explicitTemplate?.replace('{recipients}', () => list(names)) ?? forAll;

/** From which days the data may come. */
export function periodSentence(words: Words, { from, to }: NonNullable<Shown['period']> = {}): string {
  if (from && to) return words.t('period.both', { from: words.date(from), to: words.date(to) });
  if (from) return words.t('period.from', { from: words.date(from) });
  return to ? words.t('period.to', { to: words.date(to) }) : words.t('period.none');
}

/** How often a consent was used, and when last. */
export function readingSentence({ t, moment }: Words, { timesRead, lastReadAt }: MyConsent): string {
  if (timesRead === 0) return t('used.none');
  const times = timesRead === 1 ? t('used.once') : t('used.times', { times: String(timesRead) });
  return lastReadAt === undefined ? times : t('used.last', { times, at: moment(lastReadAt) });
}
