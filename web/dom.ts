export type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * An element with attributes and children. Text stays text: nothing here, or anywhere in this page, parses
 * markup (Trusted Types allow no sink). An attribute that is `true` is empty, `false` or undefined is left out.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

export const paragraph = (text: string, style?: string) => el('p', { class: style }, text);

/** Terms with their descriptions; an entry without any is left out. */
export function facts(entries: readonly (readonly [string, Child | readonly Child[]])[]): HTMLElement {
  return el(
    'dl',
    {},
    entries
      .filter(([, description]) => description !== undefined && description !== false && description !== '')
      .map(([term, description]) =>
        el(
          'div',
          {},
          el('dt', {}, term),
          el('dd', {}, ...(Array.isArray(description) ? description : [description])),
        ),
      ),
  );
}

/** A fold that opens on demand. */
export const fold = (summary: string, ...children: readonly Child[]) =>
  el('details', {}, el('summary', {}, summary), ...children);

/** A link to another screen. */
export const screenLink = (text: string, screen: string, style?: string, label?: string) =>
  el('a', { href: `#${screen}`, class: style, 'aria-label': label }, text);

/** A button that acts; while it works it takes no second press. Its class stays out of what it means. */
export function button(text: string, style: string, act: () => unknown, label?: string): HTMLButtonElement {
  const made = el('button', { type: 'button', class: style, 'aria-label': label }, text);
  made.addEventListener('click', () => working(made, act));
  return made;
}

/** A form that hands its submission to `act` and never navigates. */
export function form(children: readonly Child[], submit: HTMLButtonElement, act: () => unknown) {
  const made = el('form', { novalidate: true }, children);
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    working(submit, act);
  });
  return made;
}

export const submitButton = (text: string, style = 'primary') =>
  el('button', { type: 'submit', class: style }, text);

// `aria-disabled`, not `disabled`: the focus stays where it is.
function working(pressed: HTMLButtonElement, act: () => unknown): void {
  if (pressed.getAttribute('aria-disabled') === 'true') return;
  pressed.setAttribute('aria-disabled', 'true');
  const done = () => pressed.removeAttribute('aria-disabled');
  Promise.resolve(act()).then(done, done);
}

/** Hands a file to the browser to be saved. */
export function save(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
