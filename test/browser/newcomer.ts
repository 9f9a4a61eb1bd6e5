import type { Language } from '../../web/texts.ts';
import { Scenario } from '../system/scenario.ts';

/** Somebody who has just been asked. Everyone is asked once: codes are few, and a No stands for months. */
export interface Newcomer {
  readonly scenario: Scenario;
  readonly individual: string;
  readonly address: string;
  readonly request: string;
  readonly link: string;
  /** The code that is mailed next. */
  code(): Promise<string>;
}

let practice: Promise<Scenario> | undefined;

/** Enrols a person of that language in this file's own practice, and asks them. */
export async function newcomer(
  language: Language = 'de',
  over: Parameters<Scenario['ask']>[0] = {},
): Promise<Newcomer> {
  practice ??= Scenario.open();
  const scenario = await practice;
  const { id, person } = await scenario.enrol(language === 'de' ? 'erika-brandt' : 'alice-morgan');
  const address = person.contact.email;
  const asked = await scenario.ask(over, id, address);
  return {
    scenario,
    individual: id,
    address,
    request: asked.request,
    link: await asked.link(),
    code: () => scenario.code(address),
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
