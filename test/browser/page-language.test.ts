import { expect, it } from 'vitest';
import { Visit } from '../../local/demo/visit.ts';
import { languageNames } from '../../web/text/texts.ts';
import { audit } from './audit.ts';
import { newcomer } from './newcomer.ts';
import { theBrowser } from './shared.ts';

const browser = await theBrowser();

async function switchTo(visit: Visit, language: 'de' | 'en'): Promise<void> {
  await visit.page.getByRole('button', { name: languageNames[language] }).click();
  visit.language = language;
  await visit.page.locator(`html[lang=${language}]`).waitFor();
  await visit.settled();
}

it.concurrent('the page begins in the individual’s language, whatever the browser’s', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link, 'en');
  visit.language = 'de';
  await visit.at('arrival.title');
  await audit(visit, 'arrival');
  await visit.close();
});

it.concurrent('switching the language changes all of a screen, keeps what was typed and chosen, and stays', async () => {
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
  await visit.tick(visit.page.locator('[id="core-health.lab"]'));
  await visit.tick(visit.page.locator('[id="explicit-health.lab"]'));
  await visit.tick(visit.page.locator('#end-week'));
  await switchTo(visit, 'de');
  await visit.at('part.title');
  await audit(visit, 'part');
  for (const id of ['core-health.lab', 'explicit-health.lab', 'end-week'])
    expect(await visit.page.locator(`[id="${id}"]`).isChecked()).toBe(true);
  await switchTo(visit, 'en');
  // A reload costs nothing of it; signing out leaves nothing behind.
  await visit.page.reload();
  await visit.at('part.title');
  for (const id of ['core-health.lab', 'explicit-health.lab', 'end-week'])
    expect(await visit.page.locator(`[id="${id}"]`).isChecked()).toBe(true);
  await visit.press('menu.end');
  await visit.at('ended.title');
  await visit.page.reload();
  expect(await visit.page.evaluate(() => sessionStorage.getItem('draft'))).not.toMatch(/health|crq_/);
  await visit.close();
});

it.concurrent('the decision carries the language and the hash of what was shown last', async () => {
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

/** The values of all inputs on the screen, by their ids. */
async function inputs({ page }: Visit): Promise<Record<string, string | boolean>> {
  const values = await page
    .locator('main input')
    .evaluateAll((all) =>
      (all as HTMLInputElement[]).map(({ id, type, checked, value }): [string, string | boolean] => [
        id,
        type === 'checkbox' || type === 'radio' ? checked : value,
      ]),
    );
  return Object.fromEntries(values);
}

/** Switches to English and back, and checks that no input changes. */
async function keepsInputs(visit: Visit, wanted: Record<string, string | boolean>): Promise<void> {
  expect(await inputs(visit)).toMatchObject(wanted);
  for (const language of ['en', 'de'] as const) {
    await switchTo(visit, language);
    expect(await inputs(visit)).toMatchObject(wanted);
  }
}

it.concurrent('a box ticked on the withdrawal stays ticked when the language is switched, and is sent', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link);
  await visit.confirm(one.code);
  await visit.grantAll();
  await visit.follow('done.withdraw');
  await visit.at('withdraw.title');
  await visit.tick(visit.page.locator('#tell'));
  await keepsInputs(visit, { tell: true });
  await switchTo(visit, 'en');
  await visit.at('withdraw.title');
  await audit(visit, 'withdraw');
  const sent = visit.page.waitForRequest((request) => request.url().endsWith('/withdrawal'));
  await visit.press('withdraw.now');
  expect((await sent).postDataJSON()).toEqual({ tellReason: true });
  await visit.at('withdrawn.title');
  await visit.close();
});

it.concurrent('everything typed or ticked for a part, a refusal or all of it stays when the language is switched', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link);
  const { page } = visit;
  await visit.confirm(one.code);
  await visit.press('ask.answerNo');
  await visit.at('check.title');
  await visit.tick(page.locator('#tell'));
  await keepsInputs(visit, { tell: true });
  await visit.follow('check.change');
  await visit.at('ask.title');
  await visit.press('ask.answerYes');
  await visit.at('check.title');
  await visit.tick(page.locator('[id="explicit-health.lab"]'));
  await keepsInputs(visit, { 'explicit-health.lab': true });
  await visit.follow('check.change');
  await visit.at('ask.title');
  await visit.press('ask.answerPart');
  await visit.at('part.title');
  const typed = { day: '2030-01-02', times: '3', from: '2020-01-01', to: '2026-02-03' };
  for (const [id, text] of Object.entries(typed)) await page.locator(`#${id}`).fill(text);
  await visit.tick(page.locator('[id="all-health.lab"]'));
  await page.locator('[id="field-health.lab-note"]').uncheck();
  const all = { ...typed, 'end-day': true, 'reads-times': true, 'all-health.lab': false };
  await keepsInputs(visit, { ...all, 'core-health.lab': true, 'field-health.lab-note': false });
  // Some of a category stays neither ticked nor empty.
  const partly = page.locator('[id="all-health.lab"]');
  expect(await partly.evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
  await visit.close();
});

it.concurrent('faults at fields stay there when the language is switched, and are told in the new one', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, one.link);
  await visit.confirm(one.code);
  await visit.press('ask.answerPart');
  await visit.at('part.title');
  await visit.press('part.next');
  await visit.page.locator('#items-fault').waitFor();
  await switchTo(visit, 'en');
  await audit(visit, 'part with faults');
  for (const key of ['form.check', 'part.fault.items', 'part.fault.end', 'part.fault.reads'] as const)
    await visit.page.getByText(visit.t(key, { count: '3' }), { exact: true }).waitFor();
  await visit.close();
});

it.concurrent('an address typed to get a new link stays when the language is switched', async () => {
  const one = await newcomer('de');
  const visit = await Visit.open(browser, `${new URL(one.link).origin}/#${one.scenario.practice.tenant}`);
  await visit.at('renew.none.title');
  await visit.type('renew.address', 'erika@example');
  await keepsInputs(visit, { address: 'erika@example' });
  await visit.close();
});
