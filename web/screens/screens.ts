import { Refusal } from '../api.ts';
import type { Screen, ScreenName, Session } from '../app.ts';
import { arrival } from './arrival.tsx';
import { ask } from './ask.tsx';
import { check } from './check.tsx';
import { code } from './code.tsx';
import { done } from './done.tsx';
import { ended } from './ended.tsx';
import { later } from './later.tsx';
import { notMe } from './not-me.tsx';
import { part } from './part.tsx';
import { renew } from './renew.tsx';
import { withdraw } from './withdraw.tsx';
import { withdrawn } from './withdrawn.tsx';

interface ScreenRow {
  readonly show: Screen;
  /** The session levels that may see it. */
  readonly levels: readonly (Session['level'] | 'none')[];
  /** It shows the consent request, in a language that the notice has. */
  readonly ofRequest?: true;
}

/**
 * A screen of those that are loaded on demand.
 * @throws Refusal when they cannot be loaded
 */
const further =
  (name: keyof typeof import('./further/further.ts')): Screen =>
  async (app, id) => {
    const loaded = await import('./further/further.ts').catch(() => {
      throw new Refusal('offline');
    });
    return loaded[name](app, id);
  };

/** Every screen by its name in the address. */
export const screens: Readonly<Record<ScreenName, ScreenRow>> = {
  arrival: { show: arrival, levels: ['link'] },
  code: { show: code, levels: ['link'] },
  ask: { show: ask, levels: ['confirmed'], ofRequest: true },
  part: { show: part, levels: ['confirmed'], ofRequest: true },
  check: { show: check, levels: ['confirmed'], ofRequest: true },
  later: { show: later, levels: ['confirmed'], ofRequest: true },
  done: { show: done, levels: ['confirmed'] },
  permissions: { show: further('permissions'), levels: ['confirmed'] },
  withdraw: { show: withdraw, levels: ['confirmed', 'standing'] },
  withdrawn: { show: withdrawn, levels: ['confirmed', 'standing'] },
  receipt: { show: further('receipt'), levels: ['confirmed'] },
  'not-me': { show: notMe, levels: ['confirmed'] },
  log: { show: further('log'), levels: ['confirmed'] },
  address: { show: further('address'), levels: ['confirmed'] },
  data: { show: further('data'), levels: ['confirmed'] },
  erase: { show: further('erase'), levels: ['confirmed'] },
  rights: { show: further('rights'), levels: ['confirmed'] },
  renew: { show: renew, levels: ['none'] },
  ended: { show: ended, levels: ['none'] },
};
