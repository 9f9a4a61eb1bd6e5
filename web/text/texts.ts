import type { Reads } from '../../lambdas/domain/requests/request.ts';
import type texts from './texts-de.json';

export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];
export type TextKey = keyof typeof texts;
type Values = Readonly<Record<string, string>>;

/** What a language calls itself. */
export const languageNames: Record<Language, string> = { de: 'Deutsch', en: 'English' };

/** All words of one language, and how it writes dates, lists and numbers. */
export interface Words {
  readonly language: Language;
  /** The text with its `{placeholders}` filled. */
  t(key: TextKey, values?: Values): string;
  date(instant: string | Date): string;
  /** The last day before an end: an end at midnight belongs to the day before. */
  lastDay(end: string): string;
  /** Date and time of day. */
  moment(instant: string): string;
  time(instant: string | Date): string;
  list(parts: readonly string[]): string;
  /** A value of a field of that type. */
  value(value: string | number | boolean, type: 'string' | 'number' | 'boolean' | 'date'): string;
  reads(reads: Reads): string;
  /** A length of time of one unit of the calendar, as ISO 8601 writes it. */
  span(duration: string): string;
}

type Texts = Readonly<Record<TextKey, string>>;

/** What every text may depend on. */
interface About {
  /** Where days and times are counted (IANA); the browser's zone where none is given. */
  readonly timeZone?: string | undefined;
  /** Who keeps the data, for `{keeper}`; known once the code is typed. */
  readonly keeper?: string | undefined;
}

const loaded = new Map<Language, Promise<Texts>>();

/** The words of a language, fetched once. */
export async function wordsOf(language: Language, about: About = {}): Promise<Words> {
  const loading = loaded.get(language) ?? load(language);
  loaded.set(language, loading);
  loading.catch(() => loaded.delete(language));
  return wordsFrom(language, await loading, about);
}

async function load(language: Language): Promise<Texts> {
  const answer = await fetch(`page/texts-${language}.json`);
  if (!answer.ok) throw new Error(`no texts in ${language}`);
  return (await answer.json()) as Texts;
}

/** The words of a language from its texts. */
export function wordsFrom(language: Language, all: Texts, { timeZone, keeper }: About = {}): Words {
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const day = format({ dateStyle: 'long' });
  // A date without a time is a day of the calendar, whatever the time zone.
  const calendarDay = format({ dateStyle: 'long', timeZone: 'UTC' });
  const moment = format({ dateStyle: 'long', timeStyle: 'short' });
  const time = format({ timeStyle: 'short' });
  const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 21 });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const always: Values = { keeper: keeper ?? all['page.keeper'] };
  const t = (key: TextKey, values: Values = {}) =>
    all[key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? always[name] ?? whole);
  // A day that the calendar has: there is no 31 February to show as 3 March.
  const isDay = (text: string) =>
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  const date = (instant: string | Date) =>
    typeof instant === 'string' && instant.length === 10
      ? isDay(instant)
        ? calendarDay.format(new Date(instant))
        : instant
      : day.format(new Date(instant));
  return {
    language,
    t,
    date,
    lastDay: (end) => date(new Date(Date.parse(end) - 1)),
    moment: (instant) => moment.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    list: (parts) => lists.format(parts),
    value: (value, type) => {
      // From its shortest decimal form, so that nothing small is shown as 0 and nothing gets digits it never had.
      if (typeof value === 'number') return numbers.format(`${value}`);
      if (typeof value === 'boolean') return t(`value.${value}`);
      return type === 'date' && isDay(value) ? date(value) : value;
    },
    span: (duration) => {
      const [, length = '', letter = ''] = /^P(\d+)([YMD])$/.exec(duration) ?? [];
      const unit = { Y: 'year', M: 'month', D: 'day' }[letter] ?? 'day';
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
        Number(length),
      );
    },
    reads: (reads) =>
      typeof reads === 'string' ? t(`reads.${reads}`) : t('reads.times', { times: String(reads.times) }),
  };
}

/** The language to begin with: the one chosen in this tab, else the browser's, else German. */
export function firstLanguage(): Language {
  const wanted = [sessionStorage.getItem('language'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return (
    languages.find((language) => language === wanted.find((tag) => languages.some((l) => l === tag))) ?? 'de'
  );
}

/** Whether the language was chosen by hand in this tab. */
export const chosenLanguage = () => languages.find((one) => one === sessionStorage.getItem('language'));

export const rememberLanguage = (language: Language) => sessionStorage.setItem('language', language);
