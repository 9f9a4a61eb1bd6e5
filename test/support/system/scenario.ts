import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { Reply, ResultOf } from '../../../lambdas/api/client.ts';
import { enrol, openTenant, type Practice, setUp } from '../../../local/demo/chapters/practice.ts';
import type { Person, people } from '../../../local/demo/people.ts';
import { linkIn, Stage } from '../../../local/demo/stage.ts';
import type { LocalSystem } from '../../../local/emulator/description.ts';
import { readInbox } from '../../../local/pages/inbox.ts';
import { IndividualSession } from './individual-session.ts';
import { mailedCode } from './mailed-code.ts';

/** The local system that `npm test` has deployed for this run. */
export function localSystem(): LocalSystem {
  const file = process.env.HABEAS_SYSTEM;
  if (file === undefined) throw new Error('These tests need the local system: npm test -- <filter>');
  return JSON.parse(readFileSync(file, 'utf8')) as LocalSystem;
}

/** An ask that was sent, and how its link comes out of the mail. */
export interface Asked {
  readonly request: string;
  link(): Promise<string>;
}

/** A practice of its own with one enrolled individual, so that no test meets another's data. */
export class Scenario {
  readonly stage: Stage;
  readonly practice: Practice;
  readonly individual: string;
  readonly person: Person;

  private constructor(stage: Stage, practice: Practice, individual: string, person: Person) {
    this.stage = stage;
    this.practice = practice;
    this.individual = individual;
    this.person = person;
  }

  static async open(name: (typeof people)[number] = 'erika-brandt'): Promise<Scenario> {
    const stage = new Stage(localSystem());
    const practice = await setUp(stage, await openTenant(stage));
    const { id, person } = await enrol(stage, practice, name, ownContact());
    return new Scenario(stage, practice, id, person);
  }

  get path(): { readonly tenant: string } {
    return { tenant: this.practice.tenant };
  }

  /** Another individual of the same practice. */
  async enrol(name: (typeof people)[number]): Promise<{ readonly id: string; readonly person: Person }> {
    return enrol(this.stage, this.practice, name, ownContact());
  }

  /** Labor Süd asks for the laboratory results. */
  async ask(
    over: Partial<Parameters<Scenario['askBody']>[0]> = {},
    individual = this.individual,
    to = this.person.contact.email,
  ): Promise<Asked> {
    const { id } = await this.stage.does('requester', 'request.create', {
      path: this.path,
      body: this.askBody({ individualId: individual, ...over }),
      idempotencyKey: crypto.randomUUID(),
    });
    return {
      request: id,
      link: () => this.#link(to, 'the link of the ask', ({ requestId }) => requestId === id),
    };
  }

  askBody(over: {
    readonly individualId?: string;
    readonly items?: { category: string; fields?: string[] }[];
    readonly reads?: 'once' | 'unlimited' | { times: number };
    readonly until?: string;
    readonly message?: string;
  }) {
    return {
      individualId: this.individual,
      notice: this.practice.notice,
      items: [{ category: 'health.lab' }],
      reads: 'unlimited' as const,
      until: new Date(Date.now() + 90 * 24 * 3600 * 1000).toISOString(),
      ...over,
    };
  }

  /** A session of the individual, confirmed by the mailed code. */
  async confirmed(link: string, to = this.person.contact.email): Promise<IndividualSession> {
    const session = await IndividualSession.open(this.stage.system.api, link);
    await session.confirm(await mailedCode(this.stage, session, to));
    return session;
  }

  /** The individual grants what was asked, but for the fields left out. */
  async granted(
    without: readonly string[] = [],
    over: Parameters<Scenario['ask']>[0] = {},
  ): Promise<{ readonly consent: string; readonly session: IndividualSession; readonly request: string }> {
    const asked = await this.ask(over);
    const session = await this.confirmed(await asked.link());
    const decided = await session.grant(asked.request, without);
    if (decided.consentId === undefined) throw new Error('nothing was granted');
    return { consent: decided.consentId, session, request: asked.request };
  }

  /** The link of the newest receipt mail: it opens a session that can only end its consent. */
  standingLink(to = this.person.contact.email): Promise<string> {
    return this.#link(to, 'a standing link', ({ level }) => level === 'standing');
  }

  /** The link of the newest mail that leads to the code, other than links that have been used. */
  freshLink(to = this.person.contact.email): Promise<string> {
    return this.#link(to, 'a fresh link', ({ level }) => level === 'link');
  }

  /** The newest link mailed to an address whose session is the one that is wanted. */
  #link(to: string, what: string, wanted: (session: ResultOf<'session.open'>) => boolean): Promise<string> {
    const { emulator, accountId, api } = this.stage.system;
    return this.stage.until(what, 60, async () => {
      const mails = (await readInbox(emulator, accountId)).filter((mail) => mail.to.includes(to));
      for (const link of mails.filter((mail) => /#tnt_/.test(mail.text)).map(linkIn)) {
        const opened = await IndividualSession.exchange(api, link);
        if (opened.ok && wanted(opened.body)) return link;
      }
      return undefined;
    });
  }

  /** What a read of the laboratory results asks. */
  get wanted() {
    return {
      individualId: this.individual,
      purpose: 'MedicalHealth' as const,
      categories: ['health.lab'],
    };
  }

  /** A read of the laboratory results. */
  read(): Promise<Reply<'disclosure.create'>> {
    return this.stage.call('requester', 'disclosure.create', { path: this.path, body: this.wanted });
  }
}

/** Contact and reference that no other test has. */
function ownContact(): Pick<Person, 'reference' | 'contact'> {
  const unique = crypto.randomUUID().slice(0, 8);
  return {
    reference: `PN-${unique}`,
    contact: { email: `person-${unique}@example.org`, phone: '+49 461 5550199', name: `Test ${unique}` },
  };
}
