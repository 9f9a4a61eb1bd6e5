import type { App, Elsewhere, ScreenAddress, ScreenName, View, Visit } from '../app.ts';
import { type Language, languageNames } from '../text/texts.ts';
import { screens } from './screens.ts';

interface Found {
  readonly view: View;
  readonly name: ScreenName;
}

/**
 * The screen at an address; one that this session may not see gives way to the session's first.
 * @param speak takes another language for the whole page.
 * @throws Refusal when the screen could not be made
 */
export async function screenAt(
  app: App,
  address: string,
  speak: (language: Language) => Promise<void>,
): Promise<Found> {
  const { visit } = app;
  const [name = '', id = ''] = address.split('/');
  if (!isScreen(name) || !screens[name].levels.includes(visit.session?.level ?? 'none'))
    // Back from the request leads to where the code was typed, which is over: nothing is decided, and that is said.
    return screenAt(app, redirected(visit.request && !visit.closed ? 'later' : 'home', visit), speak);
  const made = await screens[name].show(app, id);
  if (typeof made === 'string') return screenAt(app, redirected(made, visit), speak);
  const shownIn = visit.request?.shown.language;
  if (!screens[name].ofRequest || shownIn === undefined || shownIn === app.words.language)
    return { view: made, name };
  // A request that exists in one language only takes the whole screen with it: no screen in two languages. That it
  // does is said in the reader's own.
  const { language, t } = app.words;
  const hint = { language, text: t('page.languageOnly', { language: languageNames[shownIn] }) };
  await speak(shownIn);
  const again = await screenAt(app, address, speak);
  return { ...again, view: { ...again.view, hint } };
}

const isScreen = (name: string): name is ScreenName => Object.hasOwn(screens, name);

function redirected(to: Elsewhere, visit: Visit): ScreenAddress {
  const address = to === 'home' ? home(visit) : to;
  history.replaceState(null, '', `#${address}`);
  return address;
}

/** The first screen of a session. */
function home({ session, closed }: Visit): ScreenAddress {
  if (!session) return 'renew';
  if (session.level === 'link') return 'arrival';
  if (session.level === 'standing') return `withdraw/${session.consentId ?? ''}`;
  return session.requestId !== undefined && !closed ? 'ask' : 'permissions';
}
