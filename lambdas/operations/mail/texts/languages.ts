import type { Language } from '../../../domain/values.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { leavingTexts } from './leaving.ts';
import type { MailTexts } from './texts.ts';

const all: Readonly<Record<Language, MailTexts>> = {
  de: { ...german, ...leavingTexts.de },
  en: { ...english, ...leavingTexts.en },
};

/** The mails in a language. To add a language, add a file here. */
export function mailTextsIn(language: Language): MailTexts {
  return all[language];
}
