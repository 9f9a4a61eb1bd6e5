import { describe, expect, it } from 'vitest';
import { Visit } from '../../local/demo/visit.ts';
import { hasLink } from '../../local/pages/mailed-link.ts';
import { audit } from './audit.ts';
import { newcomer, stateOf } from './newcomer.ts';
import { theBrowser } from './shared.ts';

const browser = await theBrowser();

describe.concurrent('a link that does not work leads to a new one', () => {
  it('when it has been used: one press, and the answer tells nobody whether the individual is known', async () => {
    const one = await newcomer();
    const first = await Visit.open(browser, one.link);
    await first.confirm(one.code);
    await first.refuse();
    await first.close();
    const visit = await Visit.open(browser, one.link);
    await visit.at('renew.used.title');
    await audit(visit, 'used link');
    await visit.press('renew.send');
    await visit.at('renew.sent.title');
    await audit(visit, 'link sent');
    await visit.close();
  });

  it('when its secret is wrong: the same way, and the same answer', async () => {
    const one = await newcomer();
    const changed = one.link.endsWith('A') ? 'B' : 'A';
    const visit = await Visit.open(browser, one.link.slice(0, -1) + changed);
    await visit.at('renew.unknown.title');
    await audit(visit, 'unknown link');
    await visit.press('renew.send');
    await visit.at('renew.sent.title');
    await visit.close();
  });

  it('when there is none: the tenant’s own address of the page asks for the mail address', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, `${new URL(one.link).origin}/#${one.scenario.practice.tenant}`);
    await visit.at('renew.none.title');
    await visit.press('renew.send');
    await visit.page.getByText(visit.t('renew.addressMissing')).waitFor();
    await audit(visit, 'no address');
    const since = Date.now() - 1000;
    await visit.type('renew.address', one.address);
    await visit.press('renew.send');
    await visit.at('renew.sent.title');
    const mail = await one.scenario.stage.mail(
      one.address,
      ({ sentAt, text }) => Date.parse(sentAt) >= since && hasLink({ text }) && !text.includes(one.link),
    );
    expect(mail.text).not.toMatch(/Labor/);
    await visit.close();
  });

  it('when nothing is known at all, the page says whom to ask', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, new URL(one.link).origin);
    await visit.at('renew.none.title');
    await audit(visit, 'nothing');
    await visit.close();
  });
});

describe.concurrent('a link that mail programs have spoilt', () => {
  it('works with something stuck to its end', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, `${one.link}.`);
    await visit.at('arrival.title');
    await visit.close();
  });

  it('has no second code sent when it is tapped again', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.at('arrival.title');
    await visit.press('arrival.continue');
    await visit.at('code.title');
    await visit.page.goto('about:blank');
    await visit.goto(one.link);
    await visit.at('arrival.title');
    await visit.follow('arrival.haveCode');
    await visit.at('code.title');
    // Whether a mail went out is not known any more, so it is not said.
    expect(await visit.page.locator('main').textContent()).not.toMatch(/geschickt/);
    expect(visit.calls.filter((call) => call === 'POST /v1/individual/session/code')).toHaveLength(1);
    await visit.close();
  });

  it('cut short is told from none at all, and still leads to a new one', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link.slice(0, -5));
    await visit.at('renew.unknown.title');
    await visit.type('renew.address', one.address);
    await visit.press('renew.send');
    await visit.at('renew.sent.title');
    await visit.close();
  });
});

it.concurrent('the page says that a mail was sent only when it was, and what it said stays to be read', async () => {
  const one = await newcomer();
  const visit = await Visit.open(browser, one.link);
  await visit.press('arrival.continue');
  await visit.at('code.title');
  const said = visit.page.locator('main');
  expect(await said.textContent()).toMatch(/geschickt\./);
  const refused = said.getByText('keine weitere E-Mail geschickt');
  const button = visit.page.getByRole('button', { name: visit.t('code.again'), exact: true });
  const sent = visit.page.getByRole('status').getByText('Neue Ziffern sind unterwegs');
  for (const outcome of [sent, sent, refused]) {
    await visit.page.getByText(visit.t('code.other.title')).click();
    await button.click();
    // The screen is drawn anew with what came of it, its fold closed.
    await button.waitFor({ state: 'hidden' });
    await outcome.waitFor();
  }
  await visit.page.waitForTimeout(500);
  expect(await said.textContent()).not.toContain('mit sechs Ziffern an');
  await refused.waitFor();
  await visit.close();
});

describe.concurrent('the secret of the link', () => {
  it('leaves the address once it is exchanged, and a reload goes on with the session', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.at('arrival.title');
    const token = new URL(one.link).hash.slice(1);
    expect(visit.page.url()).not.toContain(token);
    expect(
      await visit.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }])),
    ).not.toContain(token);
    expect(await visit.page.evaluate(() => document.cookie)).toBe('');
    await visit.page.reload();
    await visit.at('arrival.title');
    await visit.page.goBack();
    expect(visit.page.url()).not.toContain(token);
    await visit.close();
  });

  it('shows nothing before the code but that somebody requests something: no name, no data', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.at('arrival.title');
    expect(await visit.page.locator('body').textContent()).not.toMatch(/Labor|Praxis|Erika|Brandt/);
    const closed = await visit.page.evaluate(
      (request) =>
        Promise.all(
          [
            `/v1/individual/requests/${request}`,
            '/v1/individual/consents',
            '/v1/individual/data',
            '/v1/individual/disclosures',
          ].map(async (path) => (await fetch(path)).status),
        ),
      one.request,
    );
    expect(closed).toEqual([403, 403, 403, 403]);
    // Screens behind the code give way to the first, whatever the address says.
    await visit.page.evaluate(() => {
      location.hash = '#data';
    });
    await visit.at('arrival.title');
    await visit.close();
  });
});

describe.concurrent('the time of a session (WCAG 2.2.1)', () => {
  it('is extended by one press, and nothing typed is lost', async () => {
    const one = await newcomer();
    const visit = await Visit.begin(browser, one.link);
    await visit.page.clock.install();
    await visit.goto(one.link);
    await visit.confirm(one.code);
    await visit.press('ask.answerPart');
    await visit.at('part.title');
    await visit.tick(visit.page.locator('[id="core-health.lab"]'));
    await visit.page.clock.fastForward('28:30');
    const dialog = visit.page.getByRole('dialog', { name: visit.t('time.title') });
    await dialog.waitFor();
    await visit.press('time.extend');
    await dialog.waitFor({ state: 'detached' });
    expect(visit.calls).toContain('PATCH /v1/individual/session');
    expect(await visit.page.locator('[id="core-health.lab"]').isChecked()).toBe(true);
    // Half an hour more has begun.
    await visit.page.clock.fastForward('27:00');
    expect(await dialog.count()).toBe(0);
    await visit.close();
  });

  it('left to run out by Escape, shows the form as it was, with the focus where it was', async () => {
    const one = await newcomer();
    const visit = await Visit.begin(browser, one.link);
    await visit.page.clock.install();
    await visit.goto(one.link);
    await visit.confirm(one.code);
    await visit.press('ask.answerPart');
    await visit.at('part.title');
    const times = visit.page.locator('#times');
    await times.fill('3');
    await visit.page.clock.fastForward('28:30');
    const dialog = visit.page.getByRole('dialog', { name: visit.t('time.title') });
    await dialog.waitFor();
    await visit.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await times.inputValue()).toBe('3');
    expect(await times.evaluate((input) => input === document.activeElement)).toBe(true);
    await visit.close();
  });

  it('that is over takes everything from the screen and leads to a new link', async () => {
    const one = await newcomer();
    const visit = await Visit.begin(browser, one.link);
    await visit.page.clock.install();
    await visit.goto(one.link);
    await visit.confirm(one.code);
    await visit.page.clock.fastForward('28:30');
    await visit.page.getByRole('dialog').waitFor();
    await visit.page.clock.fastForward('02:00');
    await visit.at('renew.expired.title');
    expect(await visit.page.locator('body').textContent()).not.toMatch(/Labor/);
    expect(await stateOf(one)).toBe('pending');
    // The link still works: no new mail is needed to sign in again.
    await visit.press('renew.expired.again');
    await visit.at('arrival.title');
    await visit.close();
  });
});

it.concurrent('without scripts the page tells how to answer by phone or letter, in both languages', async () => {
  const one = await newcomer();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(one.link);
  const text = await page.locator('main').textContent();
  for (const words of ['Telefonnummer', 'per Brief', 'phone number', 'by letter'])
    expect(text).toContain(words);
  await context.close();
});
