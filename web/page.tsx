import { call, Refusal } from './api.ts';
import type { App, LinkTrouble } from './app.ts';
import { Display } from './display.tsx';
import { screenAt } from './screens/screen-at.ts';
import { trouble } from './screens/trouble.tsx';
import { emptyDraft, keepDraft } from './session/draft.ts';
import { linkIn, pathOfPage } from './session/link.ts';
import { SessionKeeper } from './session/session-keeper.ts';
import { problemText } from './text/problems.ts';
import {
  chosenLanguage,
  firstLanguage,
  type Language,
  rememberLanguage,
  type Words,
  wordsOf,
} from './text/texts.ts';

const keeper = new SessionKeeper({
  warn: (session) => display.warn(session),
  over: () => leave('expired'),
});
const { visit } = keeper;
const display = new Display(visit, { choose, extend, end });
let words: Words;
/** The language of whoever reads; a screen is in another one only when what it shows has no other. */
let reader = firstLanguage();
/** How many screens were begun: of two begun at once the later one counts. */
let begun = 0;
/** One of those begun is a step of the visit, and not shown yet. */
let isStepDue = false;

const app: App = {
  get words() {
    return words;
  },
  visit,
  change(changes) {
    Object.assign(visit, changes);
    display.draw();
  },
  async go(to) {
    // Nobody goes back to a code that was typed.
    const how = location.hash === '#code' ? 'replaceState' : 'pushState';
    if (location.hash !== `#${to}`) history[how](null, '', `#${to}`);
    await draw();
  },
  say: (news) => display.tellNews(news),
  fail,
  check: (faults) => display.tellFormFaults(faults),
  begin: (session) => keeper.begin(session),
  end,
  async reopen() {
    const { token, tenant } = visit;
    if (token === undefined || tenant === undefined) return;
    await keeper.open(token, tenant);
    history.replaceState(null, '', '#');
    await draw();
  },
};

async function extend(): Promise<void> {
  try {
    keeper.begin(await call('session.extend', { body: {} }));
    display.endWarning();
  } catch (error) {
    display.endWarning();
    await fail(error);
  }
}

/** Signs out; the screen goes even when the server does not answer. */
async function end(): Promise<void> {
  await call('session.end', {}).catch(() => undefined);
  display.endWarning();
  keeper.forget();
  visit.draft = emptyDraft('');
  await app.go('ended');
}

/** The session is gone; the link stays known, to send for a new one with one press. */
async function leave(linkTrouble: LinkTrouble): Promise<void> {
  const { token, tenant } = visit;
  display.endWarning();
  keeper.forget();
  Object.assign(visit, { token, tenant, linkTrouble });
  await app.go('renew');
}

/** Leads out of a lost session; everything else is told. */
async function fail(error: unknown): Promise<void> {
  const code = codeOf(error);
  if (code === 'unauthenticated') return leave('expired');
  if (!isOfAnotherTab(code)) return display.tellFault(problemText(code));
  // Another tab opened another link: begin again with the session that counts now.
  await keeper.resume(true);
  history.replaceState(null, '', '#');
  await draw();
  app.say(({ t }) => t('problem.elsewhere'));
}

const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : 'internal');

const isOfAnotherTab = (code: Refusal['code']) =>
  code === 'csrf' || code === 'forbidden' || code === 'code-required';

/** Shows the screen that the address names: as a step of the visit, or once more in another language. */
async function draw(isStep = true): Promise<void> {
  begun += 1;
  const mine = begun;
  isStepDue ||= isStep;
  display.wait();
  const found = await settle().catch(instead);
  if (mine !== begun) return;
  display.show({ ...found, words }, isStepDue);
  isStepDue = false;
}

/** Exchanges a link in the address for a session first. */
async function settle() {
  const link = linkIn(location);
  const before = visit.session;
  if (link?.token === undefined) await keeper.resume();
  // The link that was opened last, tapped again, goes on with its session.
  else if (visit.session === undefined || link.token !== visit.token)
    await keeper.open(link.token, link.tenant);
  if (link) {
    visit.tenant = link.tenant;
    if (link.isCut && !visit.session) visit.linkTrouble = 'unknown';
    // Once it is answered, the secret leaves the address, and nothing else does: the page may lie below a path.
    history.replaceState(null, '', pathOfPage(location));
  }
  // A session begins in its individual's language, unless another was chosen by hand.
  if (visit.session && visit.session !== before) reader = chosenLanguage() ?? visit.session.language;
  // The screen before may have been in another language, for its request had no other.
  await speak(reader);
  return screenAt(app, location.hash.slice(1), speak);
}

async function speak(language: Language): Promise<void> {
  words = await wordsOf(language, { timeZone: visit.timeZone, keeper: visit.session?.keeper });
}

/** The screen that could not be made gives way to one that says so. */
function instead(error: unknown) {
  const code = codeOf(error);
  if (code === 'unauthenticated') void leave('expired');
  const again = () => (isOfAnotherTab(code) ? fail(error) : draw());
  return { view: trouble(words, code, again), name: undefined };
}

async function choose(language: Language): Promise<void> {
  if (language === reader && language === words.language) return;
  try {
    await wordsOf(language);
    reader = language;
  } catch {
    return display.tellFault(problemText('offline'));
  }
  rememberLanguage(language);
  await draw(false);
}

/** Without its words the page can only say so in those that it came with. */
function failToStart(): void {
  for (const wait of document.querySelectorAll('#waiting .wait')) wait.remove();
  const failed = document.getElementById('failed');
  failed?.removeAttribute('hidden');
  // Not a link: the secret of the address would not come along.
  failed?.querySelector('button')?.addEventListener('click', () => location.reload());
}

async function start(): Promise<void> {
  await speak(reader);
  window.addEventListener('hashchange', () => draw());
  document.addEventListener('visibilitychange', () => keepDraft(visit.closed ? emptyDraft('') : visit.draft));
  await draw();
}

start().catch(failToStart);
