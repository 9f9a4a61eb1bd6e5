import { call, Refusal, serverNow } from '../api.ts';
import type { LinkTrouble, Session, Visit } from '../app.ts';
import { watch } from './clock.ts';
import { emptyDraft } from './draft.ts';

/** What the page does when a session's time is nearly up, and when it is. */
export interface SessionEndHandlers {
  warn(session: Session): void;
  over(): void;
}

const troubles: Partial<Record<Refusal['code'], LinkTrouble>> = {
  'link-used': 'used',
  'link-expired': 'old',
  'not-found': 'unknown',
  'invalid-request': 'unknown',
};

/** The session of this visit: opening it, going on with it, watching its time, forgetting it. */
export class SessionKeeper {
  readonly visit: Visit = emptyVisit();
  readonly #handlers: SessionEndHandlers;
  #unwatch = () => {};
  #known = false;

  constructor(handlers: SessionEndHandlers) {
    this.#handlers = handlers;
  }

  /** Takes a new, confirmed or extended session and watches its time. */
  begin(session: Session): void {
    this.visit.session = session;
    this.visit.linkTrouble = 'none';
    this.visit.helpPhone = session.helpPhone;
    this.visit.timeZone = session.timeZone;
    this.visit.notices = session.notices;
    this.#unwatch();
    this.#unwatch = watch(
      Date.parse(session.endsAt) - serverNow(),
      () => this.#handlers.warn(session),
      () => this.#handlers.over(),
    );
  }

  /** Forgets everything of the session but the choices made so far, which a session that runs out must not cost. */
  forget(): void {
    this.#unwatch();
    const { draft, helpPhone, timeZone, notices } = this.visit;
    for (const name of Object.keys(this.visit) as (keyof Visit)[]) delete this.visit[name];
    Object.assign(this.visit, emptyVisit(), { draft, helpPhone, timeZone, notices });
  }

  /**
   * Exchanges a link for a session. A link that does not work is remembered, with what is wrong with it.
   * @throws Refusal when there was no answer about the link
   */
  async open(token: string, tenant: string): Promise<void> {
    this.forget();
    Object.assign(this.visit, { token, tenant });
    try {
      this.begin(await call('session.open', { body: { token } }));
    } catch (error) {
      const trouble = error instanceof Refusal ? troubles[error.code] : undefined;
      if (trouble === undefined) throw error;
      this.visit.linkTrouble = trouble;
    }
    this.#known = true;
  }

  /** Goes on with the session of the cookie, if there is one and it is not known yet, or `afresh`. */
  async resume(afresh = false): Promise<void> {
    if (this.#known && !afresh) return;
    this.forget();
    try {
      this.begin(await call('session.read', {}));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'unauthenticated') throw error;
    }
    this.#known = true;
  }
}

function emptyVisit(): Visit {
  return {
    linkTrouble: 'none',
    linkSent: false,
    closed: false,
    choosesAgain: false,
    draft: emptyDraft(''),
    code: '',
    address: '',
  };
}
