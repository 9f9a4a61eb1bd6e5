import { type Child, el } from './dom.ts';

/** A tick box with its label; it begins as the draft has it, which begins empty. */
export function tickBox(
  id: string,
  label: string,
  ticked: boolean,
  change: (ticked: boolean) => void,
  style = 'tick',
): HTMLLabelElement {
  const input = el('input', { type: 'checkbox', id, name: id });
  input.checked = ticked;
  input.addEventListener('change', () => change(input.checked));
  return el('label', { class: style, for: id }, input, el('span', {}, label));
}

/** One choice among several of the same `name`. */
export function choice(
  name: string,
  value: string,
  label: string,
  chosen: boolean,
  choose: () => void,
): HTMLLabelElement {
  const id = `${name}-${value}`;
  const input = el('input', { type: 'radio', id, name, value });
  input.checked = chosen;
  input.addEventListener('change', choose);
  return el('label', { class: 'tick', for: id }, input, el('span', {}, label));
}

/** An input with its label above it. */
export function typed(
  id: string,
  label: string,
  attributes: Record<string, string | undefined>,
  value: string,
  change: (value: string) => void,
): HTMLElement {
  const input = el('input', { id, name: id, ...attributes });
  input.value = value;
  input.addEventListener('input', () => change(input.value));
  return el('div', { class: 'field' }, el('label', { for: id }, label), input);
}

/** Fields that belong together; faults of `name` are shown here. */
export const group = (name: string, title: string, ...children: readonly (Child | readonly Child[])[]) =>
  el('fieldset', { 'data-field': name }, el('legend', {}, title), ...children);

/** A single field as a place for faults of `name`. */
export const place = (name: string, ...children: readonly Child[]) =>
  el('div', { 'data-field': name }, ...children);

/** Shows faults at their fields, ties them to the controls, and moves the focus to the first. */
export function showFaults(root: HTMLElement, faults: readonly { field: string; text: string }[]): void {
  for (const old of root.querySelectorAll('.fault')) {
    for (const control of root.querySelectorAll(`[aria-describedby^="${old.id}"]`)) release(control);
    old.remove();
  }
  const places = [...root.querySelectorAll<HTMLElement>('[data-field]')];
  const [first] = faults.flatMap(({ field, text }) => {
    const at = places.find((one) => one.dataset.field === field);
    const control = at?.querySelector('input');
    if (!at || !control) return [];
    const message = el('p', { class: 'fault', id: `${field}-fault` }, text);
    const legend = at.querySelector(':scope > legend');
    if (legend) legend.after(message);
    else at.prepend(message);
    at.closest('details')?.setAttribute('open', '');
    control.setAttribute('aria-describedby', [message.id, control.dataset.hint].join(' ').trim());
    // A radio button cannot be invalid by itself; its group's fault describes it.
    if (control.type !== 'radio') control.setAttribute('aria-invalid', 'true');
    return [control];
  });
  first?.focus();
}

/** What is being corrected is no longer called wrong. */
export function forgive(event: Event): void {
  const at = event.target instanceof Element ? event.target.closest('[data-field]') : undefined;
  for (const control of at?.querySelectorAll('[aria-describedby*="-fault"]') ?? []) release(control);
  for (const fault of at?.querySelectorAll(':scope > .fault') ?? []) fault.remove();
}

function release(control: Element): void {
  control.removeAttribute('aria-invalid');
  const hint = control.getAttribute('data-hint');
  if (hint === null) control.removeAttribute('aria-describedby');
  else control.setAttribute('aria-describedby', hint);
}
