import { setTimeout } from 'node:timers/promises';
import { atRest } from '../lambdas/domain/retention/lease.ts';
import { accessHelp, accessOptions, accessTo, Refused } from './api-access.ts';
import { type Command, UsageError, wordsOf } from './command.ts';
import { workSentence } from './standing-saying.ts';

const options = { ...accessOptions, every: { type: 'string', default: '5' } } as const;

/** `habeas watch`: the way of one tenant from the end of its contract to its attestation, as it goes. */
export const watch: Command = {
  help: `habeas watch TENANT --url URL --token-command COMMAND [--every SECONDS]

Says what happens to a tenant whose contract has ended, a line for each change: the step at work, its progress, what
failed, what it waits for. It ends with attestation (1), when the contract was reinstated, or when the tenant is gone.
It takes the token of an operator, or of an admin or auditor of the tenant.

${accessHelp}
  --every SECONDS           How long it waits between two looks; 5 if left out.
`,
  async run(words, say) {
    const { values, positionals } = wordsOf(words, options);
    const [tenant] = positionals;
    if (tenant === undefined || positionals.length > 1) throw new UsageError('Which tenant?');
    const seconds = Number(values.every);
    if (!(seconds > 0)) throw new UsageError('--every is a number of seconds');
    const access = accessTo(values);
    for (let last = ''; ; await setTimeout(seconds * 1000)) {
      const found = await access('retention.read', { path: { tenant } }).catch((error: unknown) => {
        if (error instanceof Refused && error.status === 404 && last !== '') return undefined;
        throw error;
      });
      if (!found) return done(say, 'The tenant is gone: both attestations are made.');
      const { state, attestations } = found;
      const [first] = attestations;
      const line = `${state}: ${workSentence(found)}`;
      const rests = found.step === atRest;
      if (first !== undefined && (rests || state === 'purged')) {
        if (rests) say(line);
        return done(say, `Attested: /v1/attestations/${first}`);
      }
      if (line !== last) say(line);
      last = line;
      if (state === 'open' || state === 'provisioning') return done(say, 'The contract is in force.');
    }
  },
};

function done(say: (line: string) => void, line: string): number {
  say(line);
  return 0;
}
