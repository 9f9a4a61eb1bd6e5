import { describe, expect, it } from 'vitest';
import { Visit } from '../../local/demo/visit.ts';
import { languages } from '../../web/text/texts.ts';
import { audit } from './audit.ts';
import { newcomer, stateOf } from './newcomer.ts';
import { theBrowser } from './shared.ts';

const browser = await theBrowser();

const decisions = (visit: Visit) => visit.calls.filter((call) => call.endsWith('/decision'));

describe.concurrent.each(languages)('no trap of EDPB 03/2022, in %s (promise 7)', (language) => {
  it('nothing is preselected, nor is the longest period; No, part and Yes are all alike', async () => {
    const one = await newcomer(language);
    const visit = await Visit.open(browser, one.link, language);
    await visit.confirm(one.code);
    await visit.at('ask.title');
    const looks = await visit.page.locator('.answers button').evaluateAll((buttons) =>
      buttons.map((button) => {
        const style = getComputedStyle(button);
        const { width, height } = button.getBoundingClientRect();
        return [
          Math.round(width),
          Math.round(height),
          style.color,
          style.backgroundColor,
          style.borderColor,
          style.fontWeight,
          style.fontSize,
          style.opacity,
        ].join(' ');
      }),
    );
    expect(looks).toHaveLength(3);
    // What is asked and the answers to it are one look at a phone.
    const end = await visit.page.locator('.answers').evaluate((all) => all.getBoundingClientRect().bottom);
    expect(end).toBeLessThanOrEqual(visit.page.viewportSize()?.height ?? 0);
    expect(new Set(looks).size).toBe(1);
    expect(await visit.page.locator('.answers button').allInnerTexts()).toEqual([
      visit.t('ask.answerNo'),
      visit.t('ask.answerPart'),
      visit.t('ask.answerYes'),
    ]);
    await visit.press('ask.answerPart');
    await visit.at('part.title');
    const boxes = await visit.page.locator('input').evaluateAll((inputs) =>
      inputs.map((input) => {
        const { type, checked, value } = input as HTMLInputElement;
        return type === 'checkbox' || type === 'radio' ? checked : value !== '';
      }),
    );
    expect(boxes.length).toBeGreaterThan(8);
    expect(boxes).not.toContain(true);
    // A form with gaps says at each field what is missing, and goes to the first.
    await visit.press('part.next');
    await visit.page.getByText(visit.t('part.fault.items')).waitFor();
    await audit(visit, 'part with faults');
    for (const key of ['part.fault.items', 'part.fault.end', 'part.fault.reads'] as const) {
      const id = await visit.page.getByText(visit.t(key)).getAttribute('id');
      expect(await visit.page.locator(`[aria-describedby~="${id}"]`).count()).toBeGreaterThan(0);
    }
    const focused = await visit.page.evaluate(() => document.activeElement?.getAttribute('aria-describedby'));
    expect(focused).toBe('items-fault');
    await visit.tick(visit.page.locator('#end-week'));
    expect(await visit.page.getByText(visit.t('part.fault.end')).count()).toBe(0);
    await visit.close();
  });

  it('nothing consents but the button that says so, and it does not before the explicit statement is ticked by hand', async () => {
    const one = await newcomer(language);
    const visit = await Visit.open(browser, one.link, language);
    await visit.confirm(one.code);
    await visit.press('ask.answerYes');
    await visit.at('check.title');
    expect(decisions(visit)).toEqual([]);
    expect(await visit.page.getByRole('checkbox').first().isChecked()).toBe(false);
    await visit.press('check.allow');
    await visit.page.locator('.fault').waitFor();
    expect(decisions(visit)).toEqual([]);
    await visit.follow('check.change');
    await visit.at('ask.title');
    await visit.narrow('health.lab', []);
    expect(decisions(visit)).toEqual([]);
    // Yes after that begins without the tick that was given to a part.
    await visit.follow('menu.ask');
    await visit.at('ask.title');
    await visit.press('ask.answerYes');
    await visit.at('check.title');
    expect(await visit.page.getByRole('checkbox').first().isChecked()).toBe(false);
    expect(decisions(visit)).toEqual([]);
    expect(await stateOf(one)).toBe('pending');
    await visit.close();
  });

  it('saying No takes no more steps than saying Yes, and shows what it means', async () => {
    const one = await newcomer(language);
    const no = await Visit.open(browser, one.link, language);
    await no.confirm(one.code);
    await no.refuse();
    const other = await newcomer(language);
    const yes = await Visit.open(browser, other.link, language);
    await yes.confirm(other.code);
    await yes.grantAll();
    expect(no.steps).toBeLessThanOrEqual(yes.steps);
    await no.close();
    await yes.close();
  });

  it('a No before the code is a provisional mark, and can be changed', async () => {
    const one = await newcomer(language);
    const visit = await Visit.open(browser, one.link, language);
    await visit.press('arrival.no');
    await visit.at('arrival.declined.title');
    await audit(visit, 'declined');
    expect(await stateOf(one)).toBe('pending');
    await visit.confirm(one.code);
    // Confirming it takes one press more; changing it goes back to the request.
    await visit.at('check.title');
    await visit.page.getByText(visit.t('check.markedNo')).waitFor();
    await visit.page.getByRole('button', { name: visit.t('check.refuse') }).waitFor();
    await visit.follow('check.change');
    await visit.at('ask.title');
    await visit.page.getByText(visit.t('ask.markedNo')).waitFor();
    await visit.grantAll();
    expect(await stateOf(one)).toBe('granted');
    await visit.close();
  });

  it('“not for me” says that nothing need be done; whoever it is for after all can go back, and the code takes the mark away', async () => {
    const one = await newcomer(language);
    const visit = await Visit.open(browser, one.link, language);
    await visit.press('arrival.notForMe');
    await visit.at('arrival.notForMe.title');
    await audit(visit, 'not for me');
    for (const key of ['arrival.notForMe.lead', 'arrival.notForMe.next', 'arrival.notForMe.ends'] as const)
      await visit.page.getByText(visit.t(key), { exact: true }).waitFor();
    const ways = await visit.page.locator('main button, main a').allInnerTexts();
    expect(ways).toEqual([visit.t('arrival.notForMe.back')]);
    // Nor does the same link, opened once more.
    const again = await Visit.open(browser, one.link, language);
    await again.at('arrival.notForMe.title');
    expect(visit.calls.filter((call) => call.includes('/code'))).toEqual([]);
    expect(await stateOf(one)).toBe('pending');
    await again.close();
    await visit.press('arrival.notForMe.back');
    await visit.at('arrival.title');
    await visit.page.getByText(visit.t('arrival.notForMe.stands')).waitFor();
    await visit.confirm(one.code);
    await visit.at('ask.title');
    await visit.page.getByText(visit.t('ask.markedNotForMe')).waitFor();
    // Who opens the link afresh finds the request as it was before the mark.
    const afresh = await Visit.open(browser, one.link, language);
    await afresh.at('arrival.title');
    expect(await afresh.page.getByText(afresh.t('arrival.notForMe.stands')).count()).toBe(0);
    await afresh.close();
    await visit.grantAll();
    expect(await stateOf(one)).toBe('granted');
    await visit.close();
  });
});
