import '../../../support/in-process/two-shards.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { principalOf, refusal } from '../../../support/in-process/call.ts';
import {
  fromPage,
  type Individual,
  type MailedScenario,
  openMailedScenario,
  type Page,
} from '../../../support/scenario/mailbox.ts';

const bea = principalOf('bea');
let scenario: MailedScenario;
let person: Individual;
let page: Page;
let email: string;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
  await scenario.longAdmin(scenario.tenant, 'bea');
}, 60_000);

/** Somebody with an open request, in a confirmed session. */
async function confirmed(): Promise<string> {
  person = await scenario.individual({ language: 'en' });
  email = `moved-${person.email}`;
  const request = await scenario.request(person.id);
  page = await scenario.confirmed(person);
  return request;
}
const change = (to = email) => page.call('my-contact.change', { body: { email: to } });
const confirm = (code: string) => page.call('my-contact.confirm', { body: { code } });
const row = () => scenario.row(individualRow.key(scenario.tenant, person.id));
async function codeAt(address: string): Promise<string> {
  await scenario.deliver();
  const [mail] = await scenario.mails(address);
  return /^(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
}
const otherThan = (code: string) => (code === '000000' ? '111111' : '000000');

describe('an individual’s own change of address', () => {
  it('holds once the code is typed that was sent there, and not before; the old address is informed', async () => {
    const request = await confirmed();
    const { body } = await change();
    expect(body.sentTo).toBe('m…@example.org');
    const code = await codeAt(email);
    expect(await row()).toMatchObject({ addressVersion: 1, contactSetBy: 'tenant' });
    const held = await confirm(code);
    expect(held).toMatchObject({ status: 200, body: { address: 'm…@example.org' } });
    expect(Date.parse(String(held.body.quietUntil)) - Date.now()).toBeGreaterThan(71 * 3600e3);
    expect(await row()).toMatchObject({ addressVersion: 2, contactSetBy: 'individual', contactOwned: true });
    await scenario.deliver();
    expect((await scenario.mails(person.email))[0]?.subject).toBe('Your address was changed');
    expect(await scenario.entries(person.id, 'contact.changed')).toHaveLength(1);
    const decided = await page.call('request.decide', {
      path: { request },
      body: await page.grant(request),
    });
    expect(decided.body.state).toBe('granted');
  });

  it('ends links and other sessions of the old address, and nobody finds the individual by it', async () => {
    await confirmed();
    const other = await scenario.open(page.token);
    await change();
    await confirm(await codeAt(email));
    expect(refusal(await other.call('session.read'))).toBe('401 unauthenticated');
    const again = await scenario.individuals('session.open', {
      body: { token: page.token },
      headers: fromPage,
    });
    expect(refusal(again)).toBe('410 link-expired');
    await scenario.individuals('link.renew', {
      body: { tenant: scenario.tenant, address: person.email },
      headers: fromPage,
    });
    await scenario.deliver();
    expect(await scenario.entries(person.id, 'link.requested')).toEqual([]);
  });

  it('is nothing for a session without the code, whoever has the mail', async () => {
    person = await scenario.individual();
    email = `moved-${person.email}`;
    await scenario.request(person.id);
    page = await scenario.open(await scenario.token(person.email));
    expect(refusal(await change())).toBe('403 code-required');
    expect(refusal(await confirm('123456'))).toBe('403 code-required');
  });

  it('takes five tries, and only the code of the address that was named last, once', async () => {
    await confirmed();
    await change(`first-${email}`);
    const first = await codeAt(`first-${email}`);
    await change();
    const code = await codeAt(email);
    expect(refusal(await confirm(first === code ? otherThan(code) : first))).toBe('403 wrong-code');
    const guesses = await Promise.all(Array.from({ length: 8 }, () => confirm(otherThan(code))));
    expect(guesses.map(refusal).sort()).toEqual([
      ...Array(4).fill('403 wrong-code'),
      ...Array(4).fill('423 locked'),
    ]);
    expect(refusal(await confirm(code))).toBe('423 locked');
    expect(await row()).toMatchObject({ addressVersion: 1 });
    expect(refusal(await change())).toBe('429 too-many-requests');
  });

  it('is refused for the present address in any spelling, and without one that waits', async () => {
    await confirmed();
    expect(refusal(await confirm('123456'))).toBe('409 conflict');
    expect(refusal(await change(person.email.toUpperCase()))).toBe('409 conflict');
    await change();
    const code = await codeAt(email);
    expect((await confirm(code)).status).toBe(200);
    expect(refusal(await confirm(code))).toBe('409 conflict');
  });

  it('made twice at once happens once', async () => {
    await confirmed();
    await change();
    const code = await codeAt(email);
    const answers = await Promise.all(Array.from({ length: 4 }, () => confirm(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await row()).toMatchObject({ addressVersion: 2 });
  });

  it('and a confirmed session make void what a member requested before', async () => {
    person = await scenario.individual();
    email = `moved-${person.email}`;
    await scenario.request(person.id);
    await scenario.deliver();
    const path = { individual: person.id };
    const evil = { email: 'mallory@evil.example' };
    await scenario.records('individual.update', { path, body: { contact: evil } });
    expect(await row()).toHaveProperty('pendingContact');
    page = await scenario.confirmed(person);
    expect(await row()).not.toHaveProperty('pendingContact');
    const late = await scenario.records('contact-change.confirm', { as: bea, path, body: evil });
    expect(refusal(late)).toBe('409 conflict');
  });
});
