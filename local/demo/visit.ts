import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import type { Language, TextKey } from '../../web/text/texts.ts';
import { OffScript } from './stage.ts';

const phone = { width: 390, height: 844 };
const texts = join(import.meta.dirname, '..', '..', 'web', 'text');

const read = new Map<Language, Record<TextKey, string>>();

/** The page's texts in a language. */
export function textsIn(language: Language): Record<TextKey, string> {
  const known =
    read.get(language) ??
    (JSON.parse(readFileSync(join(texts, `texts-${language}.json`), 'utf8')) as Record<TextKey, string>);
  read.set(language, known);
  return known;
}

/** A visit of the individual's page in a browser of its own, which notes everything that must not happen. */
export class Visit {
  readonly page: Page;
  language: Language;
  /** How often the individual opened, pressed, ticked or typed something. */
  steps = 0;
  /** Operations that the page called, as `METHOD path`. */
  readonly calls: string[] = [];
  /** What the API refused, as `STATUS METHOD path`. */
  readonly refusals: string[] = [];
  readonly #origin: string;
  readonly #faults: string[] = [];

  private constructor(page: Page, origin: string, language: Language) {
    this.page = page;
    this.#origin = origin;
    this.language = language;
  }

  /** A fresh browser for the origin of an address, before any page is opened. */
  static async begin(
    browser: Browser,
    origin: string,
    language: Language = 'de',
    options: BrowserContextOptions = {},
  ): Promise<Visit> {
    const context = await browser.newContext({
      viewport: phone,
      locale: language === 'de' ? 'de-DE' : 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...options,
    });
    const visit = new Visit(await context.newPage(), new URL(origin).origin, language);
    await visit.#watch();
    return visit;
  }

  /** A fresh browser that opens the link of a mail. */
  static async open(
    browser: Browser,
    link: string,
    language: Language = 'de',
    options: BrowserContextOptions = {},
  ): Promise<Visit> {
    const visit = await Visit.begin(browser, link, language, options);
    await visit.goto(link);
    return visit;
  }

  async goto(address: string): Promise<void> {
    this.steps += 1;
    await this.page.goto(address);
    await this.settled();
  }

  async #watch(): Promise<void> {
    const { page } = this;
    await page.exposeFunction('tellPolicyViolation', (what: string) => this.#faults.push(`CSP: ${what}`));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        const tell = (globalThis as unknown as { tellPolicyViolation(what: string): void })
          .tellPolicyViolation;
        tell(`${violatedDirective} ${blockedURI} ${sample}`);
      });
    });
    page.on('pageerror', (error) => this.#faults.push(`script: ${error.message}`));
    page.on('request', (request) => this.#noteRequest(request));
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400)
        this.refusals.push(`${response.status()} ${response.request().method()} ${pathname}`);
    });
  }

  #noteRequest(request: Request): void {
    const url = new URL(request.url());
    if (url.protocol === 'blob:') return;
    if (url.origin !== this.#origin) this.#faults.push(`another origin: ${url.origin}`);
    if (/(?<![\w-])[\w-]{64}(?![\w-])/.test(url.search + url.pathname))
      this.#faults.push('a secret in an address');
    if (url.pathname.startsWith('/v1/')) this.calls.push(`${request.method()} ${url.pathname}`);
  }

  /** A text of the page, with its gaps filled. */
  t(key: TextKey, values: Readonly<Record<string, string>> = {}): string {
    return textsIn(this.language)[key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  /** The heading of a screen, whatever its gaps are filled with. */
  heading(key: TextKey): Locator {
    const parts = this.t(key).split(/\{\w+\}/);
    const literal = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return this.page.getByRole('heading', { level: 1, name: new RegExp(`^${literal.join('.+')}$`) });
  }

  /** Waits for the screen with that title. */
  async at(key: TextKey): Promise<void> {
    await this.#shows(this.heading(key), `“${this.t(key)}”`);
    await this.settled();
  }

  /** Waits for something on the page, or throws with what is there instead and what the API refused. */
  async #shows(wanted: Locator, name: string): Promise<void> {
    try {
      await wanted.waitFor();
    } catch (error) {
      const shown = await this.page.locator('h1, .told, .fault').allTextContents();
      throw new OffScript(`${name} did not come; there is: ${[...shown, ...this.refusals].join(' | ')}`, {
        cause: error,
      });
    }
  }

  async settled(): Promise<void> {
    await this.page.locator('main:not([aria-busy]) > h1').first().waitFor();
  }

  async press(key: TextKey): Promise<void> {
    this.steps += 1;
    await this.page.getByRole('button', { name: this.t(key), exact: true }).click();
  }

  async follow(key: TextKey, values: Readonly<Record<string, string>> = {}): Promise<void> {
    this.steps += 1;
    await this.page
      .getByRole('link', { name: this.t(key, values), exact: true })
      .first()
      .click();
  }

  async tick(box: Locator): Promise<void> {
    this.steps += 1;
    await box.check();
  }

  async type(key: TextKey, text: string): Promise<void> {
    this.steps += 1;
    await this.page.getByLabel(this.t(key), { exact: true }).fill(text);
  }

  /** Goes from the first screen through the code to the screen behind it. `mailed` reads the code from its mail. */
  async confirm(mailed: () => Promise<string>): Promise<void> {
    await this.press('arrival.continue');
    await this.at('code.title');
    await this.type('code.label', await mailed());
    await this.press('code.confirm');
    await this.#shows(this.page.getByRole('navigation'), 'What is behind the code');
    await this.settled();
  }

  /** Grants everything requested, and ticks every explicit statement by hand. */
  async grantAll(): Promise<void> {
    await this.press('ask.answerYes');
    await this.at('check.title');
    for (const box of await this.page.getByRole('checkbox').all()) await this.tick(box);
    await this.press('check.allow');
    await this.at('done.granted.title');
  }

  /**
   * Goes to “only part” and ticks one category except some fields, its statement, and the requested end and reads.
   */
  async narrow(category: string, without: readonly string[]): Promise<void> {
    await this.press('ask.answerPart');
    await this.at('part.title');
    await this.tick(this.page.locator(`[id="all-${category}"]`));
    for (const field of without) {
      this.steps += 1;
      await this.page.locator(`[id="field-${category}-${field}"]`).uncheck();
    }
    await this.tick(this.page.locator(`[id="explicit-${category}"]`));
    await this.tick(this.page.locator('#end-asked'));
    await this.tick(this.page.locator('#reads-asked'));
    await this.press('part.next');
    await this.at('check.title');
  }

  async refuse(): Promise<void> {
    await this.press('ask.answerNo');
    await this.at('check.title');
    await this.press('check.refuse');
    await this.at('done.refused.title');
  }

  /**
   * Ends the visit.
   * @throws OffScript when anything broke the content security policy, threw, left the origin, or leaked the link
   */
  async close(): Promise<void> {
    await this.page.context().close();
    if (this.#faults.length > 0) throw new OffScript(this.#faults.join('; '));
  }
}
