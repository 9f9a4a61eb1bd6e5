import { describe, expect, it } from 'vitest';
import { codeIn } from '../../local/demo/stage.ts';
import { Visit } from '../../local/demo/visit.ts';
import { audit } from './audit.ts';
import { newcomer, readOf, stateOf } from './newcomer.ts';
import { theBrowser } from './shared.ts';

const browser = await theBrowser();

describe.concurrent('consent on the page (promises 6 and 7)', () => {
  it('a refusal by the individual releases nothing, and stays to be found with its receipt', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.at('arrival.title');
    await visit.confirm(one.code);
    await visit.at('ask.title');
    await visit.refuse();
    expect(await stateOf(one)).toBe('not-permitted');
    expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
    await visit.follow('menu.permissions');
    await visit.at('permissions.title');
    await visit.page.getByRole('heading', { name: visit.t('permissions.refused') }).waitFor();
    await audit(visit, 'permissions after a No');
    await visit.follow('permissions.refusalReceiptNamed', { organisation: 'Labor Süd GmbH' });
    await visit.at('receipt.title');
    await visit.page.getByText(visit.t('receipt.refused')).waitFor();
    await audit(visit, 'receipt of a No');
    await visit.close();
  });

  it('“Later” leaves the request open, and so do Back and signing out', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    // So does Back: the code before it is over, and the page says how things stand.
    await visit.page.goBack();
    await visit.at('later.title');
    await visit.follow('later.back');
    await visit.at('ask.title');
    await visit.follow('ask.later');
    await visit.at('later.title');
    expect(await stateOf(one)).toBe('pending');
    await visit.press('menu.end');
    await visit.at('ended.title');
    expect(await stateOf(one)).toBe('pending');
    await visit.close();
  });

  it('shows before the decision the very values that a grant would release', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    await visit.press('ask.preview');
    await visit.page.getByRole('heading', { name: visit.t('ask.previewTitle') }).waitFor();
    const shown = (await visit.page.locator('.records').textContent()) ?? '';
    await visit.grantAll();
    const read = await readOf(one);
    if (!read.ok) throw new Error(`the read was refused: ${read.status}`);
    expect(read.body.records.length).toBeGreaterThan(0);
    const tests = read.body.records.map(({ fields }) => String(fields.test));
    expect(tests.filter((test) => !shown.includes(test))).toEqual([]);
    await visit.close();
  });

  it('a narrowed consent releases exactly the fields that were ticked', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    await visit.narrow('health.lab', ['note']);
    expect(await visit.page.locator('main').textContent()).toContain(visit.t('terms.left'));
    await visit.press('check.allow');
    await visit.at('done.granted.title');
    const read = await readOf(one);
    if (!read.ok) throw new Error(`the read was refused: ${read.status}`);
    for (const { fields } of read.body.records) expect(Object.keys(fields)).not.toContain('note');
    expect(read.body.withheld).toEqual([
      { category: 'health.lab', fields: ['note'], reason: 'not-in-consent' },
    ]);
    await visit.follow('menu.log');
    await visit.at('log.title');
    await visit.page.getByText(visit.t('log.released'), { exact: true }).waitFor();
    await visit.close();
  });

  it('a grant of fewer reads than requested permits no read more', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    await visit.press('ask.answerPart');
    await visit.at('part.title');
    await visit.tick(visit.page.locator('[id="all-health.lab"]'));
    await visit.tick(visit.page.locator('[id="explicit-health.lab"]'));
    await visit.tick(visit.page.locator('#end-week'));
    await visit.tick(visit.page.locator('#reads-once'));
    // One press chooses a day of which something is stored, and that day alone.
    await visit.press('part.days');
    const day = visit.page.locator('.days button').first();
    await day.click();
    expect(await day.getAttribute('aria-pressed')).toBe('true');
    const [from, to] = await visit.page
      .locator('#from, #to')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
    expect([from, to]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), from]);
    await audit(visit, 'part with a day');
    await visit.press('part.next');
    await visit.at('check.title');
    await visit.press('check.allow');
    await visit.at('done.granted.title');
    const read = await readOf(one);
    if (!read.ok) throw new Error(`the read was refused: ${read.status}`);
    expect(new Set(read.body.records.map(({ date }) => date))).toEqual(new Set([from]));
    expect(await readOf(one)).toMatchObject({ ok: false, status: 403 });
    await visit.follow('menu.permissions');
    await visit.at('permissions.title');
    await visit.page.getByText(visit.t('state.exhausted')).first().waitFor();
    await visit.close();
  });

  it('a wrong code confirms nothing, and the page says what to do', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.press('arrival.continue');
    await visit.at('code.title');
    const right = await one.code();
    await visit.type('code.label', right === '000000' ? '111111' : '000000');
    await visit.press('code.confirm');
    const fault = visit.page.getByText(visit.t('code.wrong'));
    await fault.waitFor();
    const field = visit.page.getByLabel(visit.t('code.label'), { exact: true });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toContain(await fault.getAttribute('id'));
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    // As people copy it: with a space and around it.
    await visit.type('code.label', ` ${right.slice(0, 3)} ${right.slice(3)} `);
    await visit.press('code.confirm');
    await visit.at('ask.title');
    await visit.close();
  });

  it('the page says when a code was sent again, and empties the field for it', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.press('arrival.continue');
    await visit.at('code.title');
    await visit.type('code.label', '12');
    await visit.page.getByText(visit.t('code.other.title')).click();
    await visit.press('code.again');
    const news = visit.page.getByRole('status');
    await news.getByText(visit.t('code.sentAgain', { address: '' }).slice(0, 12)).waitFor();
    await visit.at('code.title');
    expect(await news.count()).toBe(1);
    expect(await visit.page.getByLabel(visit.t('code.label'), { exact: true }).inputValue()).toBe('');
    await visit.close();
  });

  it('a second press while the first is under way does nothing', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    await visit.press('ask.answerNo');
    await visit.at('check.title');
    let answer: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await visit.page.route('**/decision', async (route) => {
      await held;
      await route.continue();
    });
    const refuse = visit.page.getByRole('button', { name: visit.t('check.refuse'), exact: true });
    await refuse.dblclick();
    expect(await refuse.getAttribute('aria-disabled')).toBe('true');
    expect(await refuse.evaluate((button) => button === document.activeElement)).toBe(true);
    await refuse.press('Enter');
    answer?.();
    await visit.at('done.refused.title');
    expect(visit.calls.filter((call) => call.endsWith('/decision'))).toHaveLength(1);
    await visit.close();
  });

  it('the individual’s own data can be read and taken away as JSON', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    await visit.follow('menu.data');
    await visit.at('data.title');
    const download = visit.page.waitForEvent('download');
    await visit.press('data.save');
    const stream = await (await download).createReadStream();
    const { records } = JSON.parse(await new Response(stream as unknown as ReadableStream).text()) as {
      records: unknown[];
    };
    expect(records.length).toBeGreaterThan(1);
    await visit.close();
  });

  it('the individual’s address can be changed, with the code that went to the new one', async () => {
    const one = await newcomer();
    const visit = await Visit.open(browser, one.link);
    await visit.confirm(one.code);
    await visit.follow('menu.data');
    await visit.at('data.title');
    await visit.follow('address.title');
    await visit.at('address.title');
    for (const [typed, fault] of [
      ['erika', 'renew.addressMissing'],
      [one.address, 'address.same'],
    ] as const) {
      await visit.type('address.new', typed);
      await visit.press('address.send');
      await visit.page.getByText(visit.t(fault)).waitFor();
    }
    const other = one.address.replace('person', 'other');
    await visit.type('address.new', other);
    await visit.press('address.send');
    await visit.type('code.label', '12');
    await visit.press('address.confirm');
    await visit.page.getByText(visit.t('code.missing')).waitFor();
    await audit(visit, 'address with a fault');
    await visit.type('code.label', codeIn(await one.scenario.stage.mail(other)));
    await visit.press('address.confirm');
    await visit.page.locator('main').getByText('gehen jetzt an o').waitFor();
    // The session goes on.
    await visit.follow('menu.permissions');
    await visit.at('permissions.title');
    await visit.close();
  });
});
