import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Visit } from '../../local/demo/visit.ts';
import { languages } from '../../web/text/texts.ts';
import { audit, auditDark } from './audit.ts';
import { newcomer, readOf, stateOf } from './newcomer.ts';
import { notices, theBrowser } from './shared.ts';

const browser = await theBrowser();

/** Changes what the API answers the page: what takes an export, or days, to come about. */
const changed = (change: object) => async (route: Route) => {
  const response = await route.fetch();
  await route.fulfill({ response, json: { ...(await response.json()), ...change } });
};
/** An erasure that cannot be undone any more, as the tenant asked for it. */
const running = changed({ state: 'running', by: 'tenant' });
const at = '2026-12-10T09:00:00.000Z';
const withExports = changed({
  exports: [
    { id: `exp_${'4c'.repeat(16)}`, at, scope: 'all', outcome: 'available', doneAt: at },
    { id: `exp_${'4d'.repeat(16)}`, at, scope: 'evidence', outcome: 'in-preparation' },
    { id: `exp_${'4e'.repeat(16)}`, at, scope: 'all', outcome: 'ended' },
  ],
});

const narrowPhone = { viewport: { width: 320, height: 640 } };
// One after the other: here it is axe that takes the time, and not the mails.
describe.each(languages)('every screen is accessible (WCAG 2.2 AA), in %s, 320 px wide', (language) => {
  it('from arrival to signing out', async () => {
    const one = await newcomer(language);
    const visit = await Visit.open(browser, one.link, language, narrowPhone);
    const audited = async (key: Parameters<Visit['at']>[0], name = key as string) => {
      await visit.at(key);
      await audit(visit, name);
    };
    await audited('arrival.title');
    const foot = visit.page.locator('#help a[target=_blank]');
    expect(await foot.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
      notices.privacy,
      notices.imprint,
      notices.accessibility,
    ]);
    await visit.press('arrival.notForMe');
    await audited('arrival.notForMe.title');
    await visit.press('arrival.notForMe.back');
    await audited('arrival.title', 'arrival, after all');
    await visit.press('arrival.continue');
    await audited('code.title');
    await visit.press('code.confirm');
    await audited('code.title', 'code with a fault');
    await visit.type('code.label', await one.code());
    await visit.press('code.confirm');
    await audited('ask.title');
    await visit.press('ask.preview');
    await visit.page.getByRole('heading', { name: visit.t('ask.previewTitle') }).waitFor();
    for (const fold of await visit.page.locator('summary').all()) await fold.click();
    await audited('ask.title', 'ask with everything open');
    await auditDark(visit, 'ask with everything open');
    await visit.follow('ask.later');
    await audited('later.title');
    await visit.follow('later.back');
    await visit.at('ask.title');
    await visit.press('ask.answerNo');
    await audited('check.title', 'check of a No');
    await visit.follow('check.change');
    await visit.at('ask.title');
    await visit.press('ask.answerPart');
    await audited('part.title');
    await visit.press('part.next');
    await auditDark(visit, 'part with faults');
    await visit.follow('part.back');
    await visit.at('ask.title');
    await visit.narrow('health.lab', ['note']);
    await audited('check.title', 'check of a part');
    await auditDark(visit, 'check of a part');
    await visit.press('check.allow');
    await audited('done.granted.title');
    await readOf(one);
    await visit.follow('done.receipt');
    await audited('receipt.title');
    await visit.follow('menu.permissions');
    await audited('permissions.title');
    await visit.follow('menu.log');
    await audited('log.title');
    await auditDark(visit, 'log');
    await visit.follow('menu.data');
    await audited('data.title');
    await visit.follow('menu.rights');
    await visit.press('lock.now');
    await audited('rights.title');
    await visit.press('lock.lift');
    await visit.page.route('**/v1/individual/disclosures?*', withExports);
    await visit.follow('menu.log');
    await visit.page.getByText(visit.t('log.outcome.in-preparation')).waitFor();
    await audited('log.title', 'log with exports');
    await visit.follow('menu.permissions');
    await visit.at('permissions.title');
    await visit.follow('permissions.withdrawNamed', { organisation: 'Labor Süd GmbH' });
    await audited('withdraw.title');
    await visit.press('withdraw.now');
    await audited('withdrawn.title');
    await visit.follow('menu.rights');
    await visit.follow('rights.toErase');
    await audited('erase.title');
    await visit.press('erase.now');
    await visit.page.getByText(visit.t('erase.sureMissing')).waitFor();
    await audited('erase.title', 'erasure not confirmed');
    await visit.tick(visit.page.getByLabel(visit.t('erase.sure')));
    await visit.press('erase.now');
    await audited('erase.waits');
    await visit.page.route('**/v1/individual/erasure', running, { times: 1 });
    await visit.follow('menu.rights');
    await visit.follow('rights.toErase');
    await visit.at('erase.waits');
    expect(await visit.page.getByRole('button', { name: visit.t('erase.undo') }).count()).toBe(0);
    await audited('erase.waits', 'erasure that is running');
    await visit.follow('menu.rights');
    await visit.follow('rights.toErase');
    await visit.press('erase.undo');
    await visit.at('rights.title');
    await visit.press('menu.end');
    await audited('ended.title');
    await visit.close();
  });
});

describe.concurrent.each(languages)('by keyboard alone, in %s', (language) => {
  it('the individual arrives, confirms, allows and withdraws, always seeing where the focus is', async () => {
    const one = await newcomer(language);
    const visit = await Visit.open(browser, one.link, language);
    const { page } = visit;
    /** Tabs to what has that name, and checks that the focus can be seen on the way. */
    const tabTo = async (name: string) => {
      for (let tab = 0; tab < 80; tab++) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(() => {
          const element = document.activeElement;
          if (!(element instanceof HTMLElement)) return undefined;
          const { outlineStyle, outlineWidth } = getComputedStyle(element);
          const { top, bottom } = element.getBoundingClientRect();
          const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
          return {
            name: (labels[0] ?? element).textContent?.trim(),
            visible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
            inSight: bottom > 0 && top < innerHeight,
            body: element === document.body,
          };
        });
        if (!focus || focus.body) continue;
        expect(focus).toMatchObject({ visible: true, inSight: true });
        if (focus.name === name) return;
      }
      throw new Error(`no way to ${name} by Tab`);
    };
    const enter = async (name: string) => {
      await tabTo(name);
      await page.keyboard.press('Enter');
    };
    const focusedHeading = async () =>
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await visit.at('arrival.title');
    await focusedHeading();
    await enter(visit.t('arrival.continue'));
    await visit.at('code.title');
    await focusedHeading();
    await tabTo(visit.t('code.label'));
    await page.keyboard.insertText(await one.code());
    await page.keyboard.press('Enter');
    await visit.at('ask.title');
    await focusedHeading();
    await enter(visit.t('ask.answerYes'));
    await visit.at('check.title');
    await focusedHeading();
    // Past the answers, each with its own way to change it, to the statement that is ticked by hand.
    do await page.keyboard.press('Tab');
    while (!(await page.evaluate(() => document.activeElement?.matches('input[type=checkbox], h1, body'))));
    await page.keyboard.press('Space');
    expect(await page.getByRole('checkbox').first().isChecked()).toBe(true);
    await enter(visit.t('check.allow'));
    await visit.at('done.granted.title');
    await focusedHeading();
    expect(await stateOf(one)).toBe('granted');
    await enter(visit.t('done.withdraw'));
    await visit.at('withdraw.title');
    await focusedHeading();
    await enter(visit.t('withdraw.now'));
    await visit.at('withdrawn.title');
    expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
    await visit.close();
  });
});

it.concurrent('nothing moves for people who asked for less motion; at twice the size of text nothing is cut off, and targets are large enough', async () => {
  const one = await newcomer();
  const visit = await Visit.open(browser, one.link, 'de', {
    viewport: { width: 640, height: 480 },
    reducedMotion: 'reduce',
  });
  await visit.at('arrival.title');
  const moving = await visit.page
    .locator('*')
    .evaluateAll((elements) =>
      elements
        .map((element) => getComputedStyle(element).transitionDuration)
        .filter((duration) => duration !== '0s'),
    );
  expect(moving).toEqual([]);
  await visit.confirm(one.code);
  await visit.at('ask.title');
  await visit.page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  const overflow = await visit.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await visit.page.evaluate(() => {
    document.documentElement.style.fontSize = '';
  });
  const small = await visit.page
    .locator('button:visible, summary:visible, a:visible')
    .evaluateAll((elements) =>
      elements
        .map((element) => element.getBoundingClientRect())
        .filter(({ width, height }) => width < 24 || height < 24),
    );
  expect(small).toEqual([]);
  await visit.close();
});
