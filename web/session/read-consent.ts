import { type Answer, call } from '../api.ts';
import type { Language } from '../text/texts.ts';

/** A consent in the language in which it was read. */
export interface ReadConsent {
  readonly consent: Answer<'my-consent.read'>;
  readonly language: Language;
}

/**
 * The consent in a language: as it is known, and read again only for another one. What has just been decided never
 * looks like a failure because a second answer did not come.
 * @throws Refusal
 */
export async function consentIn(known: ReadConsent, language: Language): Promise<ReadConsent> {
  if (known.language === language) return known;
  const consent = await call('my-consent.read', { path: { consent: known.consent.id }, query: { language } });
  return { consent, language };
}
