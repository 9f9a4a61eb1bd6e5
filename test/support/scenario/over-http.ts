/*
 * A scenario on a system that is deployed, over HTTP, as the demo carries it.
 *
 *   const scenario = await Scenario.open();
 *   const { request, link } = await scenario.request();
 *   const session = await scenario.confirmed(await link());
 *   await session.grant(request);
 */

import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { InputOf, OperationName, Reply, ResultOf } from '../../../lambdas/api/client.ts';
import { enrol, openTenant, type Practice, setUp } from '../../../local/demo/chapters/practice.ts';
import type { Person, people } from '../../../local/demo/people.ts';
import { linkIn, Stage } from '../../../local/demo/stage.ts';
import type { LocalSystem } from '../../../local/emulator/description.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { readInbox } from '../../../local/pages/inbox.ts';
import { hasLink } from '../../../local/pages/mailed-link.ts';
import { documented } from '../documented.ts';
import { IndividualSession } from '../system/individual-session.ts';
import { mailedCode } from '../system/mailed-code.ts';
import { type ConsentRequest, consentRequest } from './bodies.ts';

/** The local system that `npm test` has deployed for this run. */
export function localSystem(): LocalSystem {
  const file = process.env.HABEAS_SYSTEM;
  if (file === undefined) throw new Error('These tests need the local system: npm test -- <filter>');
  return JSON.parse(readFileSync(file, 'utf8')) as LocalSystem;
}

/** Where tests play: every answer is checked against the API document. */
class DocumentedStage extends Stage {
  override async call<const N extends OperationName>(
    who: PrincipalName | undefined,
    name: N,
    input: InputOf<N>,
  ): Promise<Reply<N>> {
    return documented(name, await super.call(who, name, input));
  }
}

/** A consent request that was sent, and how its link comes out of the mail. */
export interface Requested {
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
    const stage = new DocumentedStage(localSystem());
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

  /** Labor Süd requests the laboratory results. */
  async request(
    over: Partial<ConsentRequest> = {},
    individual = this.individual,
    to = this.person.contact.email,
  ): Promise<Requested> {
    const { id } = await this.stage.does('requester', 'request.create', {
      path: this.path,
      body: this.requestBody({ individualId: individual, ...over }),
      idempotencyKey: crypto.randomUUID(),
    });
    return {
      request: id,
      link: () => this.#link(to, 'the link of the request', ({ requestId }) => requestId === id),
    };
  }

  requestBody(over: Partial<ConsentRequest> = {}): ConsentRequest {
    return consentRequest(this.individual, this.practice.notice, over);
  }

  /** A session of the individual, confirmed by the mailed code. */
  async confirmed(link: string, to = this.person.contact.email): Promise<IndividualSession> {
    const session = await IndividualSession.open(this.stage.system.api, link);
    await session.confirm(await mailedCode(this.stage, session, to));
    return session;
  }

  /** The individual grants what was requested, but for the fields left out. */
  async granted(
    without: readonly string[] = [],
    over: Partial<ConsentRequest> = {},
  ): Promise<{ readonly consent: string; readonly session: IndividualSession; readonly request: string }> {
    const { request, link } = await this.request(over);
    const session = await this.confirmed(await link());
    const decided = await session.grant(request, without);
    if (decided.consentId === undefined) throw new Error('nothing was granted');
    return { consent: decided.consentId, session, request };
  }

  /** The link of the newest receipt mail: it opens a session that can only end its consent. */
  withdrawalLink(to = this.person.contact.email): Promise<string> {
    return this.#link(to, 'a withdrawal link', ({ level }) => level === 'standing');
  }

  /** The link of the newest mail that leads to the code, other than links that have been used. */
  freshLink(to = this.person.contact.email): Promise<string> {
    return this.#link(to, 'a fresh link', ({ level }) => level === 'link');
  }

  /** The newest link mailed to an address whose session is the one that is wanted. */
  #link(to: string, what: string, wanted: (session: ResultOf<'session.open'>) => boolean): Promise<string> {
    const { emulator, accountId, api } = this.stage.system;
    const others = new Set<string>();
    return this.stage.until(what, 60, async () => {
      const links = (await readInbox(emulator, accountId, to)).filter(hasLink).map(linkIn);
      for (const link of links.filter((one) => !others.has(one))) {
        const opened = await IndividualSession.exchange(api, link);
        if (opened.ok && wanted(opened.body)) return link;
        others.add(link);
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
