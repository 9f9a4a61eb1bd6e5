import { type Standing, standings } from '../lambdas/domain/retention/standing.ts';
import { accessHelp, accessOptions, accessTo } from './api-access.ts';
import { type Command, UsageError, wordsOf } from './command.ts';
import { statusLine } from './standing-saying.ts';

const options = { ...accessOptions, state: { type: 'string' } } as const;

/** `habeas status`: which tenants are on their way out, and what each waits for. */
export const status: Command = {
  help: `habeas status --url URL --token-command COMMAND [--state STATE]

Lists the tenants on their way out, whoever is to be looked after first comes first: one line each with where it
stands, which step is at work, its progress, what failed, what it waits for, when it wakes, and its execution.
It takes the token of an operator. Exit status 3 if one is overdue or blocked.

${accessHelp}
  --state STATE             Only those in one state: ${standings.join(', ')}.
`,
  async run(words, say) {
    const { values, positionals } = wordsOf(words, options);
    if (positionals.length > 0) throw new UsageError(`What is ${positionals[0]}?`);
    const { state } = values;
    if (state !== undefined && !isStanding(state)) throw new UsageError(`There is no state ${state}.`);
    const access = accessTo(values);
    let cursor: string | undefined;
    let listed = 0;
    let late = 0;
    do {
      const query = { limit: 100, ...(cursor && { cursor }), ...(state && { state }) };
      const { items, next } = await access('retention.list', { query });
      for (const item of items) say(statusLine(item));
      listed += items.length;
      late += items.filter((item) => item.state === 'overdue' || item.state === 'blocked').length;
      cursor = next;
    } while (cursor !== undefined);
    if (listed === 0) say(state === undefined ? 'Nobody is on the way out.' : `Nobody is ${state}.`);
    return late > 0 ? 3 : 0;
  },
};

const isStanding = (word: string): word is Standing => standings.some((one) => one === word);
