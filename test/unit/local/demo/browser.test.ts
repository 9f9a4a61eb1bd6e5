import { expect, it, onTestFinished } from 'vitest';
import { startCarriedBrowser } from '../../../../local/demo/browser.ts';

it('the Chromium that npm carries shows text, so that a machine without a browser is enough', async () => {
  const browser = await startCarriedBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.setContent('<span>Ihre Erlaubnis – äöüß</span>');
  const box = await page.locator('span').boundingBox();
  expect(box?.height).toBeGreaterThan(10);
  expect(box?.width).toBeGreaterThan(80);
});
