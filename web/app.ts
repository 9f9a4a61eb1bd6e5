import type { Answer } from './api.ts';
import type { Draft } from './decision.ts';
import type { Child } from './dom.ts';
import type { Words } from './texts.ts';

export type Session = Answer<'session.open'>;
export type Asked = Answer<'request.show'>;
export type MyConsent = Answer<'my-consent.read'>;

/** Why the page can only offer a new link. */
export type LinkTrouble = 'none' | 'expired' | 'used' | 'old' | 'unknown';

/** What this visit knows; it lives in the memory of the tab and nowhere else. */
export interface Visit {
  session?: Session | undefined;
  /** The link that was opened, to ask for a new one when it no longer works. */
  token?: string | undefined;
  tenant?: string | undefined;
  /** Whom to call; stays known when the session is over. */
  helpPhone?: string | undefined;
  linkTrouble: LinkTrouble;
  linkSent: boolean;
  arrival?: Answer<'arrival.read'> | undefined;
  /** She said that the message is not for her, and then that it is: the choices are shown again. */
  forMeAfterAll: boolean;
  codeSent?: Answer<'code.send'> | undefined;
  asked?: Asked | undefined;
  /** The request was answered, lapsed or taken back. */
  closed: boolean;
  draft: Draft;
  decided?:
    | { readonly answer: Answer<'request.decide'>; readonly asked: Asked; readonly sentence: string }
    | undefined;
  withdrawn?: { readonly consent: MyConsent; readonly answer: Answer<'my-consent.withdraw'> } | undefined;
  /** Typed but not sent yet; survives a change of language. */
  typed: { code: string; address: string };
}

/** What every screen may use. */
export interface App {
  readonly words: Words;
  readonly visit: Visit;
  /** Shows another screen, as a step that Back undoes. */
  go(screen: string): void;
  /** Tells something without moving the focus. */
  say(text: string): void;
  /** Tells a fault, or leads out of a lost session. */
  fail(error: unknown): Promise<void>;
  /** Says what is wrong with the form on the screen. */
  check(faults: readonly FormFault[]): void;
  /** Takes a new or extended session. */
  begin(session: Session): void;
}

/** What is wrong with the field of that name. */
export interface FormFault {
  readonly field: string;
  readonly text: string;
}

export interface View {
  readonly title: string;
  readonly content: readonly Child[];
}

/** A screen makes its view, or names the screen to show instead. */
export type Screen = (app: App, id: string) => View | string | Promise<View | string>;
