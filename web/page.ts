import { call, Refusal } from './api.ts';
import type { App, LinkTrouble, View } from './app.ts';
import { button, el, paragraph } from './dom.ts';
import { forgive, showFaults } from './fields.ts';
import { begin, clearTold, drawFrame, main, tellFault, tellNews } from './frame.ts';
import { screens } from './screens.ts';
import { SessionKeeper } from './session-keeper.ts';
import {
  chosenLanguage,
  firstLanguage,
  type Language,
  rememberLanguage,
  type Words,
  wordsOf,
} from './texts.ts';
import { closeTimeDialog, showTimeDialog } from './time-dialog.ts';

const keeper = new SessionKeeper({
  warn: (session) => showTimeDialog(words, session, { extend, end }),
  over: () => leave('expired'),
});
const { visit } = keeper;
let words: Words;
/** The screen that is shown, and how many were begun: of two begun at once the later one counts. */
let shownAt = '';
let begun = 0;

const app: App = {
  get words() {
    return words;
  },
  visit,
  go(screen) {
    const at = `#${screen}`;
    if (location.hash === at) void draw();
    else location.hash = at;
  },
  say: tellNews,
  fail,
  check(faults) {
    clearTold();
    // One fault is told by its field, which gets the focus; several need a word that there are more.
    if (faults.length > 1) tellFault(words.t('form.check'));
    showFaults(main, faults);
  },
  begin: (session) => keeper.begin(session),
};

async function extend(): Promise<void> {
  try {
    keeper.begin(await call('session.extend', { body: {} }));
    closeTimeDialog();
  } catch (error) {
    closeTimeDialog();
    await fail(error);
  }
}

/** Signs out; the screen goes even when the server does not answer. */
async function end(): Promise<void> {
  await call('session.end', {}).catch(() => undefined);
  closeTimeDialog();
  keeper.forget();
  app.go('ended');
}

/** The session is gone; the link stays known, to ask for a new one with one press. */
function leave(trouble: LinkTrouble): void {
  const { token, tenant } = visit;
  closeTimeDialog();
  keeper.forget();
  Object.assign(visit, { token, tenant, linkTrouble: trouble });
  app.go('renew');
}

/** Leads out of a lost session; everything else is told. */
async function fail(error: unknown): Promise<void> {
  const problem = error instanceof Refusal ? error.code : 'internal';
  if (problem === 'unauthenticated') return leave('expired');
  if (!isOfAnotherTab(problem)) return tellFault(textOf(problem));
  // Another tab opened another link: begin again with the session that counts now.
  await keeper.resume(true);
  history.replaceState(null, '', '#');
  await draw();
  tellNews(words.t('problem.elsewhere'));
}

const isOfAnotherTab = (problem: Refusal['code']) =>
  problem === 'csrf' || problem === 'forbidden' || problem === 'code-required';

function textOf(problem: Refusal['code']): string {
  const { t } = words;
  const own = ['offline', 'too-many-requests', 'conflict', 'tenant-not-open'] as const;
  const named = own.find((one) => one === problem);
  if (named) return t(`problem.${named}`);
  return t(problem === 'link-used' || problem === 'version-mismatch' ? 'problem.conflict' : 'problem.other');
}

const linkShape = /^#((tnt_[0-9a-f]{32})\.ind_[0-9a-f]{32}\.[\w-]{43})$/;
const tenantShape = /^#(tnt_[0-9a-f]{32})$/;

/** Shows the screen that the address names; a link in the address is exchanged for a session first. */
async function draw(keepFocus = false): Promise<void> {
  begun += 1;
  const mine = begun;
  main.setAttribute('aria-busy', 'true');
  const view = await settle().catch(trouble);
  if (mine !== begun) return;
  show(view, keepFocus);
}

async function settle(): Promise<View> {
  const [, token, tenant] = linkShape.exec(location.hash) ?? [];
  const [, bare] = tenantShape.exec(location.hash) ?? [];
  const before = visit.session;
  if (token && tenant) {
    await keeper.open(token, tenant);
    // Once it is answered, the secret leaves the address.
    history.replaceState(null, '', '/');
  } else await keeper.resume();
  if (bare) visit.tenant = bare;
  // A session begins in its individual's language, unless another was chosen by hand.
  if (visit.session && visit.session !== before)
    words = await wordsOf(chosenLanguage() ?? visit.session.language);
  return viewAt(location.hash.slice(1));
}

/** The screen at an address; one that this session may not see gives way to its first. */
async function viewAt(address: string): Promise<View> {
  const [name = '', id = ''] = address.split('/');
  const screen = screens[name];
  if (!screen?.levels.includes(visit.session?.level ?? 'none')) return redirect(home());
  const made = await screen.show(app, id);
  if (typeof made === 'string') return redirect(made === '' ? home() : made);
  shownAt = name;
  return screen.ofAsk ? languageOfAsk(made, address) : made;
}

function home(): string {
  const { session } = visit;
  if (!session) return 'renew';
  if (session.level === 'link') return 'arrival';
  if (session.level === 'standing') return `withdraw/${session.consentId ?? ''}`;
  return session.requestId !== undefined && !visit.closed ? 'ask' : 'permissions';
}

function redirect(address: string): Promise<View> {
  history.replaceState(null, '', `#${address}`);
  return viewAt(address);
}

/** An ask that exists in one language only takes the whole page with it: no page in two languages. */
async function languageOfAsk(view: View, address: string): Promise<View> {
  const asked = visit.asked?.shown.language;
  if (asked === undefined || asked === words.language) return view;
  words = await wordsOf(asked);
  const again = await viewAt(address);
  return { ...again, content: [el('p', { class: 'hint' }, words.t('page.languageOnly')), ...again.content] };
}

/** Instead of a screen that could not be made: what happened, and the way to try again. */
function trouble(error: unknown): View {
  const { t } = words;
  const problem = error instanceof Refusal ? error.code : 'internal';
  if (problem === 'unauthenticated') leave('expired');
  shownAt = '';
  return {
    title: t('trouble.title'),
    content: [
      paragraph(textOf(problem), 'lead'),
      el(
        'div',
        { class: 'steps' },
        button(t('trouble.again'), 'primary', () => (isOfAnotherTab(problem) ? fail(error) : draw())),
      ),
    ],
  };
}

function show({ title, content }: View, keepFocus: boolean): void {
  if (!keepFocus) clearTold();
  drawFrame(words, visit, shownAt, { choose, end });
  document.title = `${title} – ${words.t('brand')}`;
  const heading = el('h1', { tabindex: '-1' }, title);
  main.replaceChildren(heading, ...content.filter((child) => child !== undefined && child !== false));
  main.removeAttribute('aria-busy');
  if (keepFocus) return;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

async function choose(language: Language): Promise<void> {
  if (language === words.language) return;
  try {
    words = await wordsOf(language);
  } catch {
    return tellFault(words.t('problem.offline'));
  }
  rememberLanguage(language);
  await draw(true);
}

async function start(): Promise<void> {
  words = await wordsOf(firstLanguage());
  begin();
  main.addEventListener('input', forgive);
  window.addEventListener('hashchange', () => draw());
  await draw();
}

void start();
