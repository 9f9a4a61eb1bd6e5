import { render } from 'preact';
import type { FieldFault, Message, Session, Visit } from './app.ts';
import { focusFirst } from './form/faults.tsx';
import { Help } from './parts/frame.tsx';
import { Page, type PageActions, type ShownScreen } from './parts/page.tsx';
import type { Telling } from './parts/told.tsx';

const root = element('page');
const help = element('help');

/** What is on the screen. Whatever changes it draws it at once; nothing is drawn before the first screen. */
export class Display {
  readonly #visit: Visit;
  readonly #actions: PageActions;
  #screen: ShownScreen | undefined;
  #busy = false;
  #fault: Telling | undefined;
  #news: Telling | undefined;
  #tellings = 0;
  #faults: ReadonlyMap<string, Message> = new Map();
  #ending: Session | undefined;

  constructor(visit: Visit, actions: Omit<PageActions, 'forgive' | 'close'>) {
    this.#visit = visit;
    this.#actions = {
      ...actions,
      close: () => this.endWarning(),
      forgive: (field) => this.#forgive(field),
    };
  }

  /** Draws everything as it is now. */
  draw(): void {
    const screen = this.#screen;
    if (!screen) return;
    const { words, view } = screen;
    document.documentElement.lang = words.language;
    const title = this.#faults.size > 0 ? words.t('form.faulty', { title: view.title }) : view.title;
    document.title = `${title} – ${words.t('brand')}`;
    document.getElementById('waiting')?.remove();
    render(<Help words={words} visit={this.#visit} />, help);
    render(
      <Page
        screen={screen}
        visit={this.#visit}
        busy={this.#busy}
        fault={this.#fault}
        news={this.#news}
        faults={this.#faults}
        ending={this.#ending}
        actions={this.#actions}
      />,
      root,
    );
  }

  /** The next screen is being made. */
  wait(): void {
    this.#busy = true;
    this.draw();
  }

  /** Shows a screen: as the next step of the visit, or the same one in another language. */
  show(screen: Omit<ShownScreen, 'step'>, isStep: boolean): void {
    if (isStep) this.#takeBack();
    this.#screen = { ...screen, step: (this.#screen?.step ?? 0) + (isStep ? 1 : 0) };
    this.#busy = false;
    this.draw();
  }

  /** Tells a fault at once. */
  tellFault(text: Message): void {
    this.#fault = this.#telling(text);
    this.draw();
  }

  /** Tells news when there is a pause. */
  tellNews(text: Message): void {
    this.#news = this.#telling(text);
    this.draw();
  }

  /** Says what is wrong with the form, and moves the focus to the first faulty field. */
  tellFormFaults(faults: readonly FieldFault[]): void {
    this.#takeBack();
    this.#faults = new Map(faults.map(({ field, text }) => [field, text]));
    // One fault is told by its field, which gets the focus; several need a word that there are more.
    if (faults.length > 1)
      this.#fault = this.#telling(({ t }) => t('form.check', { count: String(faults.length) }));
    this.draw();
    focusFirst(root, [...this.#faults.keys()]);
  }

  /** Warns that a session is about to end. */
  warn(session: Session): void {
    this.#ending = session;
    this.draw();
  }

  /** Closes the warning, if there is one; the focus goes back to where it was. */
  endWarning(): void {
    this.#ending = undefined;
    this.draw();
  }

  #telling(text: Message): Telling {
    this.#tellings += 1;
    return { text, number: this.#tellings };
  }

  #takeBack(): void {
    this.#fault = undefined;
    this.#news = undefined;
    this.#faults = new Map();
  }

  #forgive(field: string): void {
    if (!this.#faults.has(field)) return;
    this.#faults = new Map([...this.#faults].filter(([name]) => name !== field));
    this.draw();
  }
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}
