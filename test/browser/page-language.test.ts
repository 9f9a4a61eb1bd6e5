import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser } from '../../local/demo/browser.ts';
import { Visit } from '../../local/demo/visit.ts';
import { languageNames } from '../../web/texts.ts';
import { audit } from './audit.ts';
import { newcomer } from './newcomer.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

async function switchTo(visit: Visit, language: 'de' | 'en'): Promise<void> {
  await visit.page.getByRole('button', { name: languageNames[language] }).click();
  visit.language = language;
  await visit.page.locator(`html[lang=${language}]`).waitFor();
  await visit.settled();
}

it('the page begins in the individual’s language, whatever the browser’s', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link, 'en');
  visit.language = 'de';
  await visit.at('arrival.title');
  await audit(visit, 'arrival');
  await visit.close();
});

it('switching the language changes all of a screen, keeps what was typed and chosen, and stays', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link);
  await visit.press('arrival.continue');
  await visit.at('code.title');
  await visit.type('code.label', '12');
  await switchTo(visit, 'en');
  await visit.at('code.title');
  await audit(visit, 'code');
  expect(await visit.page.getByLabel(visit.t('code.label'), { exact: true }).inputValue()).toBe('12');
  expect(
    await visit.page
      .getByRole('button', { name: languageNames.en })
      .evaluate((b) => b === document.activeElement),
  ).toBe(true);
  await visit.type('code.label', await one.code());
  await visit.press('code.confirm');
  await visit.at('ask.title');
  await audit(visit, 'ask');
  await visit.press('ask.answerPart');
  await visit.at('part.title');
  await visit.tick(visit.page.locator('[id="field-health.lab-value"]'));
  await visit.tick(visit.page.locator('[id="explicit-health.lab"]'));
  await visit.tick(visit.page.locator('#end-week'));
  await switchTo(visit, 'de');
  await visit.at('part.title');
  await audit(visit, 'part');
  for (const id of ['field-health.lab-value', 'explicit-health.lab', 'end-week'])
    expect(await visit.page.locator(`[id="${id}"]`).isChecked()).toBe(true);
  await switchTo(visit, 'en');
  await visit.page.reload();
  await visit.at('part.title');
  await visit.close();
});

it('the decision carries the language and the hash of what was shown last', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link);
  await visit.confirm(one.code);
  await switchTo(visit, 'en');
  await visit.at('ask.title');
  const sent = visit.page.waitForRequest((request) => request.url().endsWith('/decision'));
  await visit.grantAll();
  expect((await sent).postDataJSON()).toMatchObject({ choice: 'grant', language: 'en' });
  await visit.follow('done.receipt');
  await visit.at('receipt.title');
  await audit(visit, 'receipt');
  await visit.close();
});
