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
    organisation: shown.organisation.name,
    data: words.list(data),
    date: words.date(grant.until),
    reads: words.reads(grant.reads),
    purpose: shown.purpose.sentence,
  });
}

/** What was requested and is not granted, one line for each category. */
export function leftOut(words: Words, shown: Shown, grant: Grant): string[] {
  return shown.items.flatMap((item) => {
    const granted = grant.items.find(({ category }) => category === item.category);
    if (!granted) return [item.label];
    const missing = item.fields.map(({ code }) => code).filter((code) => !granted.fields.includes(code));
    return missing.length > 0 ? [`${item.label}: ${labels(words, item, missing)}`] : [];
  });
}

/** A receiver with the country. */
export const receiver = ({ name, country }: Shown['recipients'][number]) =>
  country === '' ? name : `${name} (${country})`;

/** Who receives, of those with the given codes if there are any, and what protects data sent abroad. */
export const receivers = (shown: Shown, codes?: readonly string[]) =>
  shown.recipients
    .filter(({ organisation }) => codes === undefined || codes.includes(organisation))
    .flatMap((one) => [receiver(one), ...(one.safeguard === undefined ? [] : [one.safeguard])]);

/** From which time the data may come. */
export function periodSentence(words: Words, { from, to }: NonNullable<Shown['period']> = {}): string {
  if (from && to) return words.t('period.both', { from: words.date(from), to: words.date(to) });
  if (from) return words.t('period.from', { from: words.date(from) });
  return to ? words.t('period.to', { to: words.date(to) }) : words.t('period.none');
}

/** How often something was read. */
export function timesRead(words: Words, times: number): string {
  if (times === 0) return words.t('used.none');
  return times === 1 ? words.t('used.once') : words.t('used.times', { times: String(times) });
}
