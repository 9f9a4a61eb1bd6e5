import { type Answer, call, everyPage } from '../api.ts';
import type { Language } from '../text/texts.ts';

/** A consent, or what a withdrawal link shows of it: who reads and since when, and nothing of what it is about. */
export type Withdrawable = Answer<'my-consent.read'> | Answer<'withdrawal.read'>;

/** All consents of the individual, newest first, however many answers they fill. */
export async function everyConsent(language: Language): Promise<Answer<'my-consent.list'>['items']> {
  const pages = await everyPage((cursor) =>
    call('my-consent.list', { query: { language, limit: '100', ...cursor } }),
  );
  return pages.flatMap(({ items }) => items);
}

/** A consent in the language in which it was read. */
export interface ReadConsent<C extends Withdrawable = Answer<'my-consent.read'>> {
  readonly consent: C;
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

/**
 * The consent that is to be withdrawn, or was, as far as the session may see it.
 * @param byLink whether it was opened by a withdrawal link
 * @throws Refusal
 */
export function withdrawable(byLink: boolean, consent: string, language: Language): Promise<Withdrawable> {
  const query = { language };
  return byLink ? call('withdrawal.read', { query }) : call('my-consent.read', { path: { consent }, query });
}
