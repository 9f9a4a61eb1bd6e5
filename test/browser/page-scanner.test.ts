import { expect, it } from 'vitest';
import { Visit } from '../../local/demo/visit.ts';
import { newcomer, readOf, stateOf } from './newcomer.ts';
import { theBrowser } from './shared.ts';

const browser = await theBrowser();

/** What a scanner of mails can press that stays on the page. */
const pressable = ({ page }: Visit) =>
  page.locator('button:visible, summary:visible, a:visible:not([href^="tel:"], [target=_blank])');

/** Opens the link and presses whatever it finds, in an order of its own; returns the names of what it saw. */
async function scan(link: string, turn: number): Promise<string[]> {
  const seen: string[] = [];
  const visit = await Visit.open(browser, link);
  for (let press = 0; press < 12; press++) {
    const names = await pressable(visit).allTextContents();
    const name = names[(press + turn) % Math.max(1, names.length)];
    if (name === undefined) break;
    seen.push(name);
    await pressable(visit)
      .filter({ hasText: name })
      .first()
      .click({ timeout: 500 })
      // What it saw may be gone already; a scanner goes on.
      .catch(() => undefined);
    await visit.settled();
    const field = visit.page.locator('input:visible').first();
    if (await field.count()) await field.fill('123456', { timeout: 500 }).catch(() => undefined);
  }
  await visit.page.goto(link);
  await visit.settled();
  await visit.close();
  return seen;
}

it.concurrent('mail scanners that open the link, run scripts and press everything leave the request open', async () => {
  const one = await newcomer();
  // In several orders, as several scanners do at once: what one presses changes what there is to press.
  const seen = await Promise.all([0, 1, 2, 3].map((turn) => scan(one.link, turn)));
  expect(new Set(seen.flat()).size).toBeGreaterThan(5);
  expect(await stateOf(one)).toBe('pending');
  expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
});

it.concurrent('after a scanner the individual still decides: the link is not used up', async () => {
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
