import type { ComponentChildren } from 'preact';
import type { Answer } from './api.ts';
import type { Grant } from './session/decision.ts';
import type { Draft } from './session/draft.ts';
import type { ReadConsent, Withdrawable } from './session/read-consent.ts';
import type { Language, Words } from './text/texts.ts';

export type Session = Answer<'session.open'>;
export type ConsentRequest = Answer<'request.show'>;
export type MyConsent = Answer<'my-consent.read'>;

/** Why the page can only offer a new link. */
export type LinkTrouble = 'none' | 'expired' | 'used' | 'old' | 'unknown';

/**
 * What this visit knows; it lives in the memory of the tab and nowhere else, but for the draft, which a reload keeps.
 */
export interface Visit {
  session?: Session | undefined;
  /** The link that was opened, to send for a new one when it no longer works. */
  token?: string | undefined;
  tenant?: string | undefined;
  /** Whom to call, and where days are counted (IANA); both stay known when the session is over. */
  helpPhone?: string | undefined;
  timeZone?: string | undefined;
  /** Where the tenant's own notices are. */
  notices?: Session['notices'] | undefined;
  linkTrouble: LinkTrouble;
  linkSent: boolean;
  arrival?: Answer<'arrival.read'> | undefined;
  /** The individual said that the message is not for them, and then that it is: the choices are shown again. */
  choosesAgain: boolean;
  /** The individual said No on this very page, before the code; a mark may also be that of a mail scanner. */
  saidNo?: boolean;
  codeSent?: Answer<'code.send'> | undefined;
  /** From when another code is sent, after too many. */
  codeAgainAt?: Date | undefined;
  /** The code was mistyped too often: only another one helps. */
  codeLocked?: boolean;
  request?: ConsentRequest | undefined;
  /** The consent request was decided, has lapsed or was cancelled. */
  closed: boolean;
  draft: Draft;
  decided?:
    | {
        readonly answer: Answer<'request.decide'>;
        readonly request: ConsentRequest;
        /** What was granted; undefined after a refusal. */
        readonly grant?: Grant | undefined;
        readonly granted?: ReadConsent | undefined;
      }
    | undefined;
  withdrawn?:
    | {
        readonly answer: Answer<'my-consent.withdraw'>;
        readonly read: ReadConsent<Withdrawable>;
      }
    | undefined;
  /** Typed and not sent yet. */
  code: string;
  address: string;
}

type PlainScreen =
  | 'arrival'
  | 'code'
  | 'ask'
  | 'part'
  | 'not-me'
  | 'check'
  | 'later'
  | 'done'
  | 'permissions'
  | 'withdrawn'
  | 'log'
  | 'data'
  | 'address'
  | 'rights'
  | 'erase'
  | 'renew'
  | 'ended';
/** Screens about one consent or request, whose id follows the name in the address. */
type ScreenOfOne = 'withdraw' | 'receipt';
/** The choices of "only part", which the review leads back to. */
export type Section = 'receivers' | 'items' | 'period' | 'reads' | 'end';
export type ScreenName = PlainScreen | ScreenOfOne;

/** Where a screen is, after the `#`. */
export type ScreenAddress = PlainScreen | `${ScreenOfOne}/${string}` | `part/${Section}`;

/** A text in whichever language is shown: it follows when the language changes. */
export type Message = (words: Words) => string;

/** What is wrong with the field of that name. */
export interface FieldFault {
  readonly field: string;
  readonly text: Message;
}

/** What every screen may use. */
export interface App {
  /** The words of the language that is chosen. */
  readonly words: Words;
  readonly visit: Visit;
  /** Changes what the visit knows, and draws the screen with it. */
  change(changes: Partial<Visit>): void;
  /** Shows another screen, as a step that Back undoes; resolves when it is there. */
  go(to: ScreenAddress): Promise<void>;
  /** Tells news without moving the focus. */
  say(news: Message): void;
  /** Tells a fault, or leads out of a lost session. */
  fail(error: unknown): Promise<void>;
  /** Says what is wrong with the form on the screen, and moves the focus to the first faulty field. */
  check(faults: readonly FieldFault[]): void;
  /** Takes a new or extended session. */
  begin(session: Session): void;
  /** Signs out. */
  end(): Promise<void>;
  /** Opens the link of this visit once more, after its session has ended. */
  reopen(): Promise<void>;
}

export interface View {
  readonly title: string;
  /** What to know about the screen as a whole, above its content, in the reader's language. */
  readonly hint?: { readonly language: Language; readonly text: string };
  /** Called at every drawing, so it shows the visit as it is. */
  content(): ComponentChildren;
}

/** What is shown instead of a screen: another one, or the first one of the session. */
export type Elsewhere = ScreenAddress | 'home';

/** Fetches what a screen needs and makes its view, or names the screen to show instead. */
export type Screen = (app: App, id: string) => View | Elsewhere | Promise<View | Elsewhere>;
