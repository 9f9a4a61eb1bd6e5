import type { Language } from '../values.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import type { Sentences } from './sentences.ts';

const all: Readonly<Record<Language, Sentences>> = { de: german, en: english };

/** The sentences in a language. To add a language, add a file here. */
export function sentencesIn(language: Language): Sentences {
  return all[language];
}
