import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { fromPage, IndividualSession } from '../../support/system/individual-session.ts';
import { type Answered, send } from './send.ts';

const levels = ['link', 'standing', 'confirmed'] as const;
type Level = (typeof levels)[number];
const sessionOperations = allOperations
  .filter(({ who }) => who.some((caller) => levels.some((level) => level === caller)))
  // What ends a session comes last.
  .sort((a, b) => Number(a.name === 'session.end') - Number(b.name === 'session.end'));

let scenario: Scenario;
let other: Scenario;
let baseUrl: string;
let foreign: { readonly request: string; readonly consent: string };
const sessions = new Map<Level, IndividualSession>();
const absent = { request: `crq_${'c'.repeat(64)}`, consent: `cns_${'c'.repeat(64)}` };

beforeAll(async () => {
  scenario = await Scenario.open();
  other = await Scenario.open('jonas-petersen');
  baseUrl = scenario.stage.system.api;
  const granted = await scenario.granted();
  sessions.set('confirmed', granted.session);
  sessions.set('standing', await IndividualSession.open(baseUrl, await scenario.withdrawalLink()));
  const sent = await scenario.request({ items: [{ category: 'contact' }] });
  sessions.set('link', await IndividualSession.open(baseUrl, await sent.link()));
  const theirs = await other.granted();
  foreign = { request: theirs.request, consent: theirs.consent };
});

const headersOf = (level: Level) => {
  const session = sessions.get(level);
  return {
    ...fromPage(baseUrl),
    cookie: session?.cookie ?? '',
    'x-csrf-token': session?.csrf ?? '',
  };
};

function expectAdmitted(answer: Answered): void {
  expect([401, 500, 502, 503]).not.toContain(answer.status);
  expect(['forbidden', 'code-required', 'csrf']).not.toContain(answer.code);
}

describe.each(sessionOperations.map((operation) => [operation.name, operation] as const))(
  '%s',
  (_, operation) => {
    it('refuses a call without a session, with a made-up one, and with a member’s token', async () => {
      const made = `__Host-habeas=${scenario.practice.tenant}.${scenario.individual}.${'A'.repeat(43)}`;
      for (const headers of [
        {},
        { cookie: made },
        { cookie: '__Host-habeas=x' },
        { authorization: 'Bearer x' },
      ])
        expect(await send(baseUrl, operation, absent, { ...fromPage(baseUrl), ...headers })).toMatchObject({
          status: 401,
          code: 'unauthenticated',
        });
    });

    if (operation.method !== 'GET')
      it('refuses a call that did not come from the page', async () => {
        const [level] = levelsOf(operation);
        const headers = headersOf(level ?? 'confirmed');
        const { origin: _, ...withoutOrigin } = headers;
        for (const forged of [
          withoutOrigin,
          { ...headers, origin: 'https://elsewhere.example' },
          { ...headers, 'sec-fetch-site': 'cross-site' },
          { ...headers, 'x-csrf-token': 'guessed' },
        ])
          expect(await send(baseUrl, operation, absent, forged)).toMatchObject({ status: 403, code: 'csrf' });
      });

    if (/\{(request|consent)\}/.test(operation.path))
      it('never shows what belongs to another individual', async () => {
        const [level] = levelsOf(operation);
        const headers = headersOf(level ?? 'confirmed');
        const body = validBodies[operation.name];
        const theirs = await send(baseUrl, operation, foreign, headers, body);
        expect(theirs).toMatchObject({ status: 404 });
        expect(theirs).toEqual(await send(baseUrl, operation, absent, headers, body));
      });

    it.each(levels)('lets a session of level %s do what the table says, and no more', async (level) => {
      const answer = await send(baseUrl, operation, absent, headersOf(level));
      if (levelsOf(operation).includes(level)) expectAdmitted(answer);
      else
        expect(answer).toMatchObject({
          status: 403,
          code: level === 'link' ? 'code-required' : 'forbidden',
        });
    });
  },
);

const levelsOf = (operation: Operation): readonly Level[] =>
  levels.filter((level) => operation.who.includes(level));

const validBodies: Readonly<Record<string, unknown>> = {
  'request.preview': { language: 'de' },
  'request.decide': { choice: 'refuse' },
};
