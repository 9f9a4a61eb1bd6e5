import { call, type InputOf, type Reply, type ResultOf } from '../../../lambdas/api/client.ts';
import type { Person } from '../../../local/demo/people.ts';
import { linkIn } from '../../../local/demo/stage.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { hasLink } from '../../../local/pages/mailed-link.ts';
import { fromPage, IndividualSession } from '../system/individual-session.ts';
import { mailedCode } from '../system/mailed-code.ts';
import type { ConsentRequest } from './bodies.ts';
import type { Scenario } from './over-http.ts';

type Wanted = InputOf<'disclosure.create'>['body'];

/** One more individual of a practice, so that tests can share the practice and never each other's people. */
export class Individual {
  readonly scenario: Scenario;
  readonly id: string;
  readonly person: Person;

  private constructor(scenario: Scenario, id: string, person: Person) {
    this.scenario = scenario;
    this.id = id;
    this.person = person;
  }

  static async of(scenario: Scenario): Promise<Individual> {
    const { id, person } = await scenario.enrol('erika-brandt');
    return new Individual(scenario, id, person);
  }

  /** Labor Süd requests the laboratory results, read as often as wanted, if nothing else is said. */
  request(
    over: Partial<ConsentRequest> = {},
    who: PrincipalName = 'requester',
  ): Promise<Reply<'request.create'>> {
    const { scenario, id } = this;
    return scenario.stage.call(who, 'request.create', {
      path: scenario.path,
      body: scenario.requestBody({ individualId: id, ...over }),
      idempotencyKey: crypto.randomUUID(),
    });
  }

  /** The same, with the request's id and the link that was mailed. */
  async requested(
    over: Partial<ConsentRequest> = {},
  ): Promise<{ readonly request: string; readonly link: string }> {
    const reply = await this.request(over);
    if (!reply.ok) throw new Error(`request.create: ${reply.problem.code}`);
    return { request: reply.body.id, link: await this.link() };
  }

  /** A link that was mailed to them and is not known yet. */
  async link(known: readonly string[] = []): Promise<string> {
    const mail = await this.scenario.stage.mail(
      this.person.contact.email,
      (mail) => hasLink(mail) && !known.some((one) => mail.text.includes(one)),
    );
    return linkIn(mail);
  }

  /** They ask for a fresh link by an old one. */
  async renewed(link: string): Promise<string> {
    const { api } = this.scenario.stage.system;
    const connection = { baseUrl: api, headers: () => fromPage(api) };
    const reply = await call(connection, 'link.renew', { body: { token: new URL(link).hash.slice(1) } });
    if (!reply.ok) throw new Error(`link.renew: ${reply.problem.code}`);
    return this.link([link]);
  }

  /** They open their link and type the code. */
  async confirmed(link: string): Promise<IndividualSession> {
    const session = await this.arrived(link);
    await session.confirm(await this.code(session));
    return session;
  }

  /** The code that is mailed for a session. */
  code(session: IndividualSession): Promise<string> {
    return mailedCode(this.scenario.stage, session, this.person.contact.email);
  }

  /** They open their link, and type nothing yet. */
  async arrived(link: string): Promise<IndividualSession> {
    return IndividualSession.open(this.scenario.stage.system.api, link);
  }

  /** They get a consent request and grant it as it is. */
  async granted(over: Partial<ConsentRequest> = {}) {
    const { request, link } = await this.requested(over);
    const session = await this.confirmed(link);
    const { consentId: consent } = await session.grant(request);
    if (consent === undefined) throw new Error('nothing was granted');
    return { request, link, session, consent };
  }

  read(over: Partial<Wanted> = {}, who: PrincipalName = 'requester'): Promise<Reply<'disclosure.create'>> {
    const { scenario, id } = this;
    return scenario.stage.call(who, 'disclosure.create', {
      path: scenario.path,
      body: { individualId: id, purpose: 'MedicalHealth', categories: ['health.lab'], ...over },
    });
  }

  /** The consent as the admin sees it. */
  consent(consent: string): Promise<ResultOf<'consent.read'>> {
    const { scenario } = this;
    return scenario.stage.does('admin', 'consent.read', { path: { ...scenario.path, consent } });
  }
}

/** What came of a call: `ok`, or the code of its problem. */
export function outcome(reply: {
  readonly ok: boolean;
  readonly problem?: { readonly code: string };
}): string {
  return reply.ok ? 'ok' : (reply.problem?.code ?? 'no problem given');
}
