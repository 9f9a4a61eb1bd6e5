import type { Language } from '../values.ts';

/** The locales in which days, countries and lists are written. */
const locales: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** One text in the languages it is offered in. */
export type Translated = Partial<Record<Language, string>>;

/** A text in a language, or in the first one it has: better another language than nothing. */
export function textIn(texts: Translated, language: Language): string {
  return texts[language] ?? Object.values(texts)[0] ?? '';
}

/** A text to be put inside a sentence, without its own full stop. */
export function inner(texts: Translated, language: Language): string {
  return textIn(texts, language).replace(/[.\s]+$/u, '');
}

/** The day of an instant, as people write it: `31. März 2027`, `31 March 2027`. */
export function dayIn(instant: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone }).format(
    Date.parse(instant),
  );
}

/** The time of an instant by the clock of a zone: `14:32`. */
export function timeIn(instant: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], { timeStyle: 'short', timeZone }).format(
    Date.parse(instant),
  );
}

/** The last day before an end: an end at midnight belongs to the day before. */
export function lastDayIn(end: string, language: Language, timeZone: string): string {
  return dayIn(new Date(Date.parse(end) - 1).toISOString(), language, timeZone);
}

/** The name of a country, from its ISO 3166-1 code. */
export function countryIn(code: string, language: Language): string {
  return new Intl.DisplayNames(locales[language], { type: 'region' }).of(code) ?? code;
}

/** Things in a row: `A, B und C`, `A, B and C`. */
export function listIn(things: readonly string[], language: Language): string {
  return new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(things);
}
