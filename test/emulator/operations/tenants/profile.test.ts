import { beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../../../support/in-process/call.ts';
import { anna, operator } from '../../../support/in-process/deployment.ts';
import { type MailedScenario, openMailedScenario } from '../../../support/scenario/mailbox.ts';

let scenario: MailedScenario;
beforeAll(async () => {
  scenario = await openMailedScenario();
}, 60_000);

const profile = {
  sender: 'Für Sie, "Bcc: x" <a@b.example>',
  imprint: 'https://notices.example.org/imprint',
  privacy: 'https://notices.example.org/privacy',
  accessibility: 'https://notices.example.org/access',
};
const set = (body: object, headers = {}, as = anna) =>
  scenario.call('profile.set', { as, path: { tenant: scenario.tenant }, body, headers });
const read = () => scenario.call('profile.read', { as: anna, path: { tenant: scenario.tenant } });

describe('a tenant’s profile', () => {
  it('is set by admins alone, under the version that they read, and only with addresses of the web', async () => {
    expect(refusal(await set(profile, {}, operator))).toBe('403 forbidden');
    for (const imprint of ['http://notices.example.org', 'javascript:alert(1)', 'imprint'])
      expect(refusal(await set({ imprint }))).toBe('400 invalid-request');
    const { body } = await read();
    const { status, body: written } = await set(profile, { 'if-match': `"v${body.version}"` });
    expect([status, written]).toEqual([200, { ...profile, version: Number(body.version) + 1 }]);
    expect(refusal(await set({}, { 'if-match': `"v${body.version}"` }))).toBe('412 version-mismatch');
    expect((await read()).body).toEqual(written);
  });

  it('is on the page and in mails, whose sender it names, and nothing in the name becomes an address', async () => {
    await set(profile);
    const person = await scenario.individual();
    await scenario.request(person.id);
    const page = await scenario.open(await scenario.token(person.email));
    const { sender, ...notices } = profile;
    expect(page.opened.body.notices).toEqual(notices);
    const [mail] = await scenario.mails(person.email);
    expect(mail?.text).toContain(`Impressum: ${profile.imprint}`);
    expect(mail?.text).toContain(`Datenschutz: ${profile.privacy}`);
    const [, ...words] =
      /^((?:=\?UTF-8\?B\?[\w+/=]+\?= )+)<habeas@example\.org>$/.exec(mail?.from ?? '') ?? [];
    const decoded = words
      .join('')
      .split(' ')
      .map((word) => Buffer.from(word.slice(10, -2), 'base64'));
    expect(Buffer.concat(decoded).toString()).toBe(sender);
  });

  it('says nothing that was left out when it was set again', async () => {
    await set({ imprint: profile.imprint });
    const { version, ...left } = (await read()).body;
    expect(left).toEqual({ imprint: profile.imprint });
  });
});
