import * as z from 'zod/mini';
import { code } from '../../../domain/identifiers.ts';
import { language } from '../../../domain/values.ts';

const text = z.string();

/** The language of an answer's texts: the session's own, if nothing else is said. */
export const inLanguage = z.strictObject({ language: z.optional(language) });

/** One who receives. `safeguard`: what makes a transfer to that country lawful, where it needs one. */
export const namedRecipient = z.object({
  organisation: code,
  /** Its name as shown when it was asked for, and its present one if that has changed. */
  name: text,
  nameNow: z.optional(text),
  country: text,
  safeguard: z.optional(text),
});
