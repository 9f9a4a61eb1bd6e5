import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import { textsIn, type Visit } from '../../local/demo/visit.ts';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What a screen must be, whatever is on it: accessible, in one language, in the width of a phone. */
export async function audit(visit: Visit, screen: string): Promise<void> {
  const { page } = visit;
  await visit.settled();
  await still(page);
  const { violations } = await (await axe(page)).withTags(levels).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
  expect([screen, found]).toEqual([screen, []]);
  await fitsTheWidth(page, screen);
  saysWhatItIs(visit, screen, await shownOn(page));
}

/** What stands on a screen, read in one go. */
const shownOn = (page: Visit['page']) =>
  page.evaluate(() => {
    const all = (selector: string, within: ParentNode = document) =>
      Array.from(within.querySelectorAll<HTMLElement>(selector));
    const last = all('body > :not(dialog, script)').at(-1);
    return {
      lang: document.documentElement.lang,
      title: document.title,
      brand: document.querySelector('.brand')?.textContent,
      headings: all('main h1').map(({ textContent }) => textContent),
      isFaulty: document.querySelector('.fault') !== null,
      texts: all('h1, h2, h3, p, dt, li, legend, summary, label, button, a').map(
        // biome-ignore lint/performance/useDomNodeTextContent: what is not shown does not count
        ({ innerText }) => innerText,
      ),
      last: last && {
        id: last.id,
        headings: all('h1, h2, h3, h4, h5, h6', last).map(({ textContent }) => textContent),
        text: last.textContent,
      },
    };
  });

function saysWhatItIs(visit: Visit, screen: string, shown: Awaited<ReturnType<typeof shownOn>>): void {
  const { lang, title, brand, headings, isFaulty, texts, last } = shown;
  expect({ screen, lang }).toEqual({ screen, lang: visit.language });
  expect([screen, headings.length]).toEqual([screen, 1]);
  const [heading = ''] = headings;
  const told = isFaulty ? visit.t('form.faulty', { title: heading }) : heading;
  expect(title).toBe(`${told} – ${visit.t('brand')}`);
  expect(brand).toBe(visit.t('brand'));
  expect([screen, texts.filter((text) => isForeign(visit, text.trim()))]).toEqual([screen, []]);
  // Help is the last thing of every screen (WCAG 3.2.6), and there is something to go on with.
  expect([screen, last?.id]).toEqual([screen, 'help']);
  expect(last?.headings).toEqual([visit.t('help.title')]);
  expect(last?.text).toMatch(/\d{4}|Nachricht|message/);
}

/** Whether a text is one of the page's in the other language: every text is of the chosen one. */
function isForeign({ language }: Visit, text: string): boolean {
  const texts = (of: 'de' | 'en') => Object.values(textsIn(of));
  return texts(language === 'de' ? 'en' : 'de').includes(text) && !texts(language).includes(text);
}

/**
 * Axe, told to say only violations, of a page without frames: passed rules with all their nodes take most of axe's
 * time.
 */
async function axe(page: Visit['page']): Promise<AxeBuilder> {
  // A screen follows another without a load, so axe is there already.
  const isThere = await page.evaluate(() => 'axe' in window);
  return new AxeBuilder({ page, ...(isThere && { axeSource: '0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
}

/** Nothing is wider than the screen, at 200 % on a phone neither (WCAG 1.4.4, 1.4.10). */
async function fitsTheWidth(page: Visit['page'], screen: string): Promise<void> {
  const usual = page.viewportSize();
  if (usual === null) throw new Error('the page has no size');
  for (const size of [usual, { width: 195, height: 422 }]) {
    if (size !== usual) await page.setViewportSize(size);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ screen, ...size, overflow }).toEqual({ screen, ...size, overflow: 0 });
  }
  await page.setViewportSize(usual);
}

/** Contrast in the dark (WCAG 1.4.3), which the colours of a screen decide. */
export async function auditDark({ page }: Visit, screen: string): Promise<void> {
  await colour(page, 'dark');
  const { violations } = await (await axe(page)).withRules(['color-contrast']).analyze();
  const found = violations.flatMap(({ nodes }) => nodes.map(({ target }) => target));
  expect([screen, found]).toEqual([screen, []]);
  await colour(page, 'light');
}

async function colour(page: Visit['page'], colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await still(page);
}

/** Waits until all colours have changed that are changing: in between, nothing has its contrast. */
async function still(page: Visit['page']): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}
