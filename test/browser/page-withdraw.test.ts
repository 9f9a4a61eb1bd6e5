import { describe, expect, it } from 'vitest';
import { Visit } from '../../local/demo/visit.ts';
import { languages } from '../../web/text/texts.ts';
import { audit } from './audit.ts';
import { type Newcomer, newcomer, readOf } from './newcomer.ts';
import { theBrowser } from './shared.ts';

const browser = await theBrowser();

/** Grants everything, counted from the inbox to done. */
async function grant(one: Newcomer, language: 'de' | 'en'): Promise<Visit> {
  const visit = await Visit.open(browser, one.link, language);
  await visit.confirm(one.code);
  await visit.grantAll();
  return visit;
}

/** A link from another mail, opened in the same browser. */
async function reopen(visit: Visit, link: string): Promise<void> {
  await visit.page.goto('about:blank');
  await visit.goto(link);
}

describe.concurrent.each(languages)('withdrawing, in %s', (language) => {
  it('by the withdrawal link takes one press, no code, shows no values, and never more steps than granting', async () => {
    const one = await newcomer(language);
    const granting = await grant(one, language);
    const withdrawing = await Visit.open(browser, await one.scenario.withdrawalLink(one.address), language);
    await withdrawing.at('withdraw.title');
    await audit(withdrawing, 'withdrawal link');
    const before = (await withdrawing.page.locator('main').textContent()) ?? '';
    expect(before).toContain(withdrawing.t('withdraw.holds'));
    expect(before).not.toMatch(/Ab jetzt|From now on|Laborwerte|Laboratory/);
    expect(await withdrawing.page.getByRole('navigation').count()).toBe(0);
    await withdrawing.press('withdraw.now');
    await withdrawing.at('withdrawn.title');
    expect(withdrawing.steps).toBe(2);
    expect(withdrawing.steps).toBeLessThanOrEqual(granting.steps);
    expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
    // The withdrawal link can end its consent and nothing else, also by hand.
    const beyond = await withdrawing.page.evaluate(() =>
      Promise.all(
        ['/v1/individual/data', '/v1/individual/disclosures'].map(async (path) => (await fetch(path)).status),
      ),
    );
    expect(beyond).toEqual([403, 403]);
    await granting.close();
    await withdrawing.close();
  });

  it('on the page takes no more steps than granting did on the page, and the next read is refused', async () => {
    const one = await newcomer(language);
    const visit = await grant(one, language);
    const granting = visit.steps;
    expect(await readOf(one)).toMatchObject({ ok: true });
    visit.steps = 0;
    await visit.follow('done.withdraw');
    await visit.at('withdraw.title');
    await visit.press('withdraw.now');
    await visit.at('withdrawn.title');
    expect(visit.steps).toBeLessThan(granting);
    expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
    await visit.follow('menu.permissions');
    await visit.at('permissions.title');
    await visit.page.getByText(visit.t('state.withdrawn')).first().waitFor();
    await visit.close();
  });

  it('by a fresh link from the inbox, code included, takes no more steps than granting', async () => {
    const one = await newcomer(language);
    const granting = await grant(one, language);
    const withdrawing = await Visit.open(browser, one.link, language);
    await withdrawing.at('renew.used.title');
    await withdrawing.press('renew.send');
    await withdrawing.at('renew.sent.title');
    const fresh = await one.scenario.freshLink(one.address);
    withdrawing.steps = 0;
    await reopen(withdrawing, fresh);
    await withdrawing.confirm(one.code);
    await withdrawing.at('permissions.title');
    await withdrawing.follow('permissions.withdrawNamed', { organisation: 'Labor Süd GmbH' });
    await withdrawing.at('withdraw.title');
    await withdrawing.press('withdraw.now');
    await withdrawing.at('withdrawn.title');
    expect(withdrawing.steps).toBeLessThanOrEqual(granting.steps);
    await granting.close();
    await withdrawing.close();
  });
});

it.concurrent('who goes back instead of withdrawing keeps the consent as it was', async () => {
  const one = await newcomer();
  const visit = await grant(one, 'de');
  await visit.follow('done.withdraw');
  await visit.at('withdraw.title');
  await visit.follow('withdraw.keep');
  await visit.at('permissions.title');
  expect(await readOf(one)).toMatchObject({ ok: true });
  await visit.close();
});
