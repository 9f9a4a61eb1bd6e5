import type { Browser } from 'playwright-core';
import { startBrowser } from '../../local/demo/browser.ts';
import { Scenario } from '../support/scenario/over-http.ts';

/** What takes long to make, and no test changes for another. */
interface Shared {
  browser?: Promise<Browser>;
  practice?: Promise<Scenario>;
}

// Files that follow one another in a process forget its modules, and so what those hold, but not its symbols.
const kept = globalThis as { [shared]?: Shared };
const shared = Symbol.for('habeas.page');
kept[shared] ??= {};
const all: Shared = kept[shared];

/** Where the practice has its own notices. */
export const notices = {
  imprint: 'https://notices.example.org/imprint',
  privacy: 'https://notices.example.org/privacy',
  accessibility: 'https://notices.example.org/accessibility',
};

/** The Chromium of this process; it ends with it. Each visit has a context of its own. */
export function theBrowser(): Promise<Browser> {
  all.browser ??= startBrowser();
  return all.browser;
}

/** The practice of this process, in which each test enrols its own individuals. */
export function thePractice(): Promise<Scenario> {
  all.practice ??= openPractice();
  return all.practice;
}

async function openPractice(): Promise<Scenario> {
  const scenario = await Scenario.open();
  await scenario.stage.does('admin', 'profile.set', { path: scenario.path, body: notices });
  return scenario;
}
