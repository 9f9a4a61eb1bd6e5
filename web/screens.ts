import type { Screen, Session } from './app.ts';
import { arrival } from './screens/arrival.ts';
import { ask } from './screens/ask.ts';
import { check } from './screens/check.ts';
import { code } from './screens/code.ts';
import { data } from './screens/data.ts';
import { done } from './screens/done.ts';
import { ended } from './screens/ended.ts';
import { later } from './screens/later.ts';
import { log } from './screens/log.ts';
import { part } from './screens/part.ts';
import { permissions } from './screens/permissions.ts';
import { receipt } from './screens/receipt.ts';
import { renew } from './screens/renew.ts';
import { withdraw } from './screens/withdraw.ts';
import { withdrawn } from './screens/withdrawn.ts';

interface Shown {
  readonly show: Screen;
  /** The session levels that may see it. */
  readonly levels: readonly (Session['level'] | 'none')[];
  /** It shows the ask, in a language that the notice has. */
  readonly ofAsk?: true;
}

/** Every screen by its name in the address. */
export const screens: Readonly<Record<string, Shown>> = {
  arrival: { show: arrival, levels: ['link'] },
  code: { show: code, levels: ['link'] },
  ask: { show: ask, levels: ['confirmed'], ofAsk: true },
  part: { show: part, levels: ['confirmed'], ofAsk: true },
  check: { show: check, levels: ['confirmed'], ofAsk: true },
  later: { show: later, levels: ['confirmed'], ofAsk: true },
  done: { show: done, levels: ['confirmed'] },
  permissions: { show: permissions, levels: ['confirmed'] },
  withdraw: { show: withdraw, levels: ['confirmed', 'standing'] },
  withdrawn: { show: withdrawn, levels: ['confirmed', 'standing'] },
  receipt: { show: receipt, levels: ['confirmed'] },
  log: { show: log, levels: ['confirmed'] },
  data: { show: data, levels: ['confirmed'] },
  renew: { show: renew, levels: ['none'] },
  ended: { show: ended, levels: ['none'] },
};
