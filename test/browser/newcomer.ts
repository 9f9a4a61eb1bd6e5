import { codeIn, linkIn } from '../../local/demo/stage.ts';
import { hasLink } from '../../local/pages/mailed-link.ts';
import type { Language } from '../../web/text/texts.ts';
import type { Scenario } from '../support/scenario/over-http.ts';
import { thePractice } from './shared.ts';

/** Somebody who has just got a consent request. Everyone gets one: codes are few, and a refusal blocks for months. */
export interface Newcomer {
  readonly scenario: Scenario;
  readonly individual: string;
  readonly address: string;
  readonly request: string;
  readonly link: string;
  /** The newest code that was mailed and not given out here before. */
  code(): Promise<string>;
}

/** Enrols a person of that language in the practice of this process, and sends them a consent request. */
export async function newcomer(
  language: Language = 'de',
  over: Parameters<Scenario['request']>[0] = {},
): Promise<Newcomer> {
  const scenario = await thePractice();
  const { id, person } = await scenario.enrol(language === 'de' ? 'erika-brandt' : 'alice-morgan');
  const address = person.contact.email;
  const { request } = await scenario.request(over, id, address);
  const given = new Set<string>();
  return {
    scenario,
    individual: id,
    address,
    request,
    // The only one that they have got so far.
    link: linkIn(await scenario.stage.mail(address, hasLink)),
    code: async () => {
      const mail = await scenario.stage.mail(address, (one) => !hasLink(one) && !given.has(one.id));
      given.add(mail.id);
      return codeIn(mail);
    },
  };
}

/** What a requester is told of the request. */
export async function stateOf({ scenario, request }: Newcomer): Promise<string> {
  const { state } = await scenario.stage.does('requester', 'request.read', {
    path: { ...scenario.path, request },
  });
  return state;
}

/** A read of the laboratory results of a newcomer. */
export function readOf({ scenario, individual }: Newcomer) {
  return scenario.stage.call('requester', 'disclosure.create', {
    path: scenario.path,
    body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] },
  });
}
