import type { Visit } from './app.ts';
import { button, type Child, el, paragraph, screenLink } from './dom.ts';
import { type Language, languageNames, languages, type TextKey, type Words } from './texts.ts';

const top = part('top');
const menu = part('menu');
const help = part('help');
export const main = part('main');
const alert = el('div', { class: 'told', role: 'alert' });
const note = el('div', { class: 'told news', role: 'status' });

/** Puts the regions where faults and news are told around the screens. */
export function begin(): void {
  main.before(alert, note);
}

/** What stands around every screen, always in the same place: language above, other pages and help below. */
export function drawFrame(words: Words, visit: Visit, screen: string, actions: FrameActions): void {
  const { t } = words;
  document.documentElement.lang = words.language;
  if (top.childElementCount === 0) drawTop(actions.choose);
  for (const name of top.querySelectorAll('.brand span')) name.textContent = t('brand');
  for (const one of top.querySelectorAll('[role=group]')) one.setAttribute('aria-label', t('page.languages'));
  for (const one of top.querySelectorAll('button'))
    one.setAttribute('aria-pressed', String(one.lang === words.language));
  drawMenu(words, visit, screen, actions.end);
  drawHelp(words, visit);
}

export interface FrameActions {
  choose(language: Language): unknown;
  end(): unknown;
}

function drawTop(choose: FrameActions['choose']): void {
  const buttons = languages.map((language) => {
    const one = button(languageNames[language], 'language', () => choose(language));
    one.lang = language;
    return one;
  });
  top.append(
    el(
      'p',
      { class: 'brand' },
      el('img', { src: 'page/icon.svg', alt: '', width: '36', height: '36' }),
      el('span'),
    ),
    el('div', { role: 'group', class: 'languages' }, buttons),
  );
}

function drawMenu({ t }: Words, { session, closed }: Visit, screen: string, end: () => unknown): void {
  const confirmed = session?.level === 'confirmed';
  menu.hidden = !confirmed;
  menu.setAttribute('aria-label', t('menu.title'));
  menu.replaceChildren();
  if (!confirmed) return;
  const entry = (key: TextKey, name: string) => {
    const link = screenLink(t(key), name);
    if (name === screen) link.setAttribute('aria-current', 'page');
    return el('li', {}, link);
  };
  menu.append(
    el(
      'ul',
      {},
      session.requestId !== undefined && !closed && entry('menu.ask', 'ask'),
      entry('menu.permissions', 'permissions'),
      entry('menu.log', 'log'),
      entry('menu.data', 'data'),
      el('li', {}, button(t('menu.end'), 'link', end)),
    ),
  );
}

function drawHelp({ t }: Words, { session, helpPhone: phone }: Visit): void {
  const call: Child[] =
    phone === undefined
      ? [t('help.callUnknown')]
      : [t('help.call'), el('a', { href: `tel:${phone.replace(/[^+\d]/g, '')}` }, phone)];
  help.replaceChildren(
    el('h2', {}, t('help.title')),
    el('p', { class: 'phone' }, call),
    paragraph(t('help.other')),
    paragraph(t('help.never')),
    ...(session
      ? [el('p', { class: 'small' }, t('help.reference'), el('span', { class: 'whole' }, session.reference))]
      : []),
  );
}

/** Tells a fault at once, and brings it into sight. */
export function tellFault(text: string): void {
  alert.replaceChildren(paragraph(text));
  alert.scrollIntoView({ block: 'nearest' });
}

/** Tells news when there is a pause. */
export function tellNews(text: string): void {
  note.replaceChildren(paragraph(text));
  note.scrollIntoView({ block: 'nearest' });
}

/** Takes back what was told. */
export function clearTold(): void {
  alert.replaceChildren();
  note.replaceChildren();
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}
