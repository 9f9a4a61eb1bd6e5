import '../../../support/in-process/two-shards.ts';
import type { SQSEvent } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestStateAt } from '../../../../lambdas/domain/consents/consent.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { now } from '../../../../lambdas/platform/runtime/clock.ts';
import { principalOf } from '../../../support/in-process/call.ts';
import { anna } from '../../../support/in-process/deployment.ts';
import {
  type Individual,
  type MailedScenario,
  openMailedScenario,
} from '../../../support/scenario/mailbox.ts';
import { RecordedCalls } from '../../../support/system/recorded-calls.ts';

let scenario: MailedScenario;
let mails: RecordedCalls;
let person: Individual;
let request: string;
/** The ids that the mail about the request was sent with. */
let tags: Readonly<Record<string, string[]>>;

beforeAll(async () => {
  scenario = await openMailedScenario();
  const { ses } = await import('../../../../lambdas/platform/aws/ses.ts');
  mails = new RecordedCalls(ses);
}, 60_000);
beforeEach(async () => {
  person = await scenario.individual();
  request = await scenario.request(person.id);
  mails.clear();
  await scenario.deliver();
  tags = tagsOf(mails.calls.at(-1)?.input);
});

/** As SES gives the tags of a mail back: each a list, with some of its own. */
function tagsOf(input: unknown) {
  const { EmailTags } = input as { readonly EmailTags: readonly { Name: string; Value: string }[] };
  const own = EmailTags.map(({ Name, Value }) => [Name, [Value]]);
  return Object.fromEntries([...own, ['ses:configuration-set', ['mail']], ['ses:source-ip', ['192.0.2.1']]]);
}

const back = async (returned: string, more: Readonly<Record<string, string[]>> = {}) => {
  const body = JSON.stringify({ returned, tags: { ...tags, ...more } });
  const answer = await scenario.notify({ Records: [{ messageId: 'm', body }] } as unknown as SQSEvent);
  return answer?.batchItemFailures.length;
};
const rowOfPerson = async () => {
  const [row] = await scenario.read([individualRow.at(scenario.tenant, person.id)]);
  return individualRow.from(row);
};
const rowOfRequest = async () => {
  const [row] = await scenario.read([requestRow.at(scenario.tenant, person.id, request)]);
  return requestRow.from(row);
};
const entries = async () =>
  (await scenario.log(scenario.tenant)).filter((one) => one === 'mail.returned').length;
const read = async () =>
  (await scenario.records('individual.read', { path: { individual: person.id } })).body.mailReturned;

it('a mail is sent with ids as its only tags, and with an id of its own, so that no mailbox folds it into another', () => {
  expect(tags).toMatchObject({
    tenant: [scenario.tenant],
    individual: [person.id],
    request: [request],
    address: ['1'],
  });
  const sent = JSON.stringify(mails.calls.at(-1)?.input);
  expect(JSON.parse(sent).Content.Simple.Headers).toEqual([
    { Name: 'X-Entity-Ref-ID', Value: tags.mail?.[0] },
  ]);
  for (const [value] of Object.values(tags)) expect(value).not.toContain('@');
});

describe('a mail that comes back', () => {
  it.each([
    ['Bounce', 'bounced'],
    ['Complaint', 'complained'],
    ['Reject', 'refused'],
  ])('by a %s is noted with its request and its address, once', async (event, why) => {
    const before = await entries();
    expect(await read()).toBeUndefined();
    expect(await back(event)).toBe(0);
    expect(await back(event)).toBe(0);
    expect((await rowOfRequest())?.undelivered).toBe(why);
    expect(
      requestStateAt(
        { ...(await rowOfRequest()), state: 'pending', lapsesAt: '2000-01-01T00:00:00.000Z' },
        now(),
      ),
    ).toBe('undelivered');
    expect(await read()).toEqual({ at: expect.any(String), why });
    const asked = await scenario.consents('request.read', { path: { request } });
    expect(asked.body.mailReturned).toBe(why);
    expect(await entries()).toBe(before + 1);
  });

  it('from a former address says nothing about the present one', async () => {
    await back('Bounce', { address: ['7'] });
    expect(await read()).toBeUndefined();
    expect((await rowOfRequest())?.undelivered).toBe('bounced');
    await scenario.change(individualRow.key(scenario.tenant, person.id), { addressVersion: 2 });
    await back('Bounce');
    expect(await read()).toBeUndefined();
  });

  it('is forgotten with its address', async () => {
    await back('Bounce');
    expect((await rowOfPerson())?.returned?.addressVersion).toBe(1);
    await scenario.change(individualRow.key(scenario.tenant, person.id), { addressVersion: 2 });
    expect(await read()).toBeUndefined();
  });

  it('of nobody, of another tenant or of members changes nothing', async () => {
    const before = await scenario.log(scenario.tenant);
    expect(await back('Bounce', { individual: [`ind_${'0'.repeat(32)}`] })).toBe(0);
    expect(await back('Bounce', { tenant: [`tnt_${'0'.repeat(32)}`] })).toBe(0);
    const { individual, ...others } = tags;
    tags = others;
    expect(individual).toEqual([person.id]);
    expect(await back('Bounce')).toBe(0);
    expect(await scenario.log(scenario.tenant)).toEqual(before);
  });

  it('to an admin is shown to the admins, once, until that member is set anew', async () => {
    const tenant = await scenario.openTenant();
    const email = 'gone@example.org';
    const set = () => scenario.member(tenant, 'gone', { roles: ['admin'], email });
    await set();
    await scenario.deliver();
    const sent = mails.calls.map(({ input }) => tagsOf(input));
    const own = sent.filter((one) => one.member?.[0] === principalOf('gone'));
    tags = own.at(-1) ?? {};
    const view = async () =>
      (await scenario.call('member.read', { as: anna, path: { tenant, member: principalOf('gone') } })).body;
    expect((await view()).mailReturned).toBeUndefined();
    expect([await back('Bounce'), await back('Bounce')]).toEqual([0, 0]);
    expect(await view()).toMatchObject({ email, mailReturned: { at: expect.any(String), why: 'bounced' } });
    const noted = (await scenario.log(tenant)).filter((one) => one === 'mail.returned');
    expect(noted).toHaveLength(1);
    await set();
    expect((await view()).mailReturned).toBeUndefined();
    await back('Bounce');
    expect((await view()).mailReturned).toBeUndefined();
  });

  it.each([
    ['an event that it did not ask for', 'Delivery', {}],
    ['tags that are not ours', 'Bounce', { tenant: ['x'] }],
    ['two values of one tag', 'Bounce', { request: ['a', 'b'] }],
  ])('with %s goes to the dead letters', async (_, event, more) => {
    expect(await back(event, more)).toBe(1);
  });
});
