import { Fragment } from 'preact';
import type { Message, ScreenName, Session, View, Visit } from '../app.ts';
import { type Faults, FaultsOfForm } from '../form/faults.tsx';
import type { Language, Words } from '../text/texts.ts';
import { Menu, Top } from './frame.tsx';
import { type TimeActions, TimeDialog } from './time-dialog.tsx';
import { type Telling, Told } from './told.tsx';
import { Whose } from './whose.tsx';

/** What the page can do besides what its screens do. */
export interface PageActions extends TimeActions {
  readonly choose: (language: Language) => unknown;
  readonly forgive: (field: string) => void;
}

/** A screen as it is shown. */
export interface ShownScreen {
  readonly view: View;
  /** The language it was made in. */
  readonly words: Words;
  /** Undefined when the screen could not be made. */
  readonly name: ScreenName | undefined;
  /** Another step of the visit has another number; a change of language is none. */
  readonly step: number;
}

interface PageProps {
  readonly screen: ShownScreen;
  readonly visit: Visit;
  /** The next screen is being made. */
  readonly busy: boolean;
  readonly fault: Telling | undefined;
  readonly news: Telling | undefined;
  readonly faults: ReadonlyMap<string, Message>;
  /** The session that is about to end. */
  readonly ending: Session | undefined;
  readonly actions: PageActions;
}

/** All of the page above the help. */
export function Page({ screen, visit, busy, fault, news, faults, ending, actions }: PageProps) {
  const { view, words, name, step } = screen;
  const ofForm: Faults = { of: (field) => faults.get(field)?.(words), forgive: actions.forgive };
  return (
    <>
      <Top words={words} choose={actions.choose} />
      <Told words={words} role="alert" telling={fault} />
      <Told words={words} role="status" telling={news} />
      <main id="main" aria-busy={busy || undefined}>
        <Fragment key={step}>
          <h1 tabIndex={-1} ref={arrive}>
            {view.title}
          </h1>
          <Whose words={words} visit={visit} />
          {view.hint !== undefined && (
            <p class="hint" lang={view.hint.language}>
              {view.hint.text}
            </p>
          )}
          <FaultsOfForm.Provider value={ofForm}>{view.content()}</FaultsOfForm.Provider>
        </Fragment>
      </main>
      <Menu words={words} visit={visit} screen={name} end={actions.end} />
      {ending && <TimeDialog key={ending.endsAt} words={words} session={ending} {...actions} />}
    </>
  );
}

/** Begins a screen at its top, with the focus on its heading. */
function arrive(heading: HTMLHeadingElement | null): void {
  if (!heading) return;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}
