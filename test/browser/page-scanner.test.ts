import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser } from '../../local/demo/browser.ts';
import { Visit } from '../../local/demo/visit.ts';
import { newcomer, readOf, stateOf } from './newcomer.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** What a scanner of mails can press on a screen, by the names it finds there. */
async function pressable(visit: Visit): Promise<string[]> {
  return visit.page
    .locator('button:visible, summary:visible, a:visible:not([href^="tel:"])')
    .evaluateAll((elements) => elements.map((element) => element.textContent ?? ''));
}

it('a mail scanner that opens the link, runs scripts and presses everything leaves the request open', async () => {
  const one = await newcomer();
  const seen = new Set<string>();
  // Twice over, in several orders: what it presses changes what there is to press.
  for (const turn of [0, 1, 2, 3]) {
    const visit = await Visit.open(browser, one.link);
    for (let press = 0; press < 12; press++) {
      const names = await pressable(visit);
      const name = names[(press + turn) % Math.max(1, names.length)];
      if (name === undefined) break;
      seen.add(name);
      await visit.page
        .locator('button:visible, summary:visible, a:visible:not([href^="tel:"])')
        .filter({ hasText: name })
        .first()
        .click({ timeout: 2000 })
        // What it saw may be gone already; a scanner goes on.
        .catch(() => undefined);
      await visit.settled();
      const field = visit.page.locator('input:visible').first();
      if (await field.count()) await field.fill('123456', { timeout: 2000 }).catch(() => undefined);
    }
    await visit.page.goto(one.link);
    await visit.settled();
    await visit.close();
  }
  expect([...seen].length).toBeGreaterThan(5);
  expect(await stateOf(one)).toBe('pending');
  expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
});

it('after a scanner the individual still decides: the link is not used up', async () => {
  const one = await newcomer();
  for (const key of ['arrival.no', 'arrival.notForMe'] as const) {
    const scanner = await Visit.open(browser, one.link);
    if (await scanner.page.getByRole('button', { name: scanner.t(key) }).count()) await scanner.press(key);
    await scanner.close();
  }
  const visit = await Visit.open(browser, one.link);
  await visit.confirm(one.code);
  await visit.at('ask.title');
  await visit.grantAll();
  expect(await stateOf(one)).toBe('granted');
  await visit.close();
});
