import { type Command, UsageError, wordsOf } from './command.ts';

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  mend: { type: 'boolean' },
} as const;

/** `habeas restore settings`: what DynamoDB does not restore with a table. */
export const restoreSettings: Command = {
  help: `habeas restore settings --from TABLE --to TABLE [--mend]

Says what a restored table lacks of the settings of the table it was restored from: time to live, point-in-time
recovery, protection from deletion, resource policy, tags. Uses your AWS credentials and Region as the AWS command
line does. Ends with 3 while anything is lacking.

  --from TABLE   Name of the table that was restored.
  --to TABLE     Name of the table that DynamoDB made of it.
  --mend         Gives the restored table what it lacks, then looks again.
`,
  async run(words, say) {
    const { values, positionals } = wordsOf(words, options);
    if (positionals.length > 0) throw new UsageError(`What is ${positionals[0]}?`);
    const { from, to, mend = false } = values;
    if (!from || !to) throw new UsageError('--from and --to name the two tables');
    if (from === to) throw new UsageError('--from and --to are two tables');
    const { lackingSettings } = await import('../lambdas/stores/restore/settings.ts');
    const lacking = await lackingSettings(from, to, mend);
    for (const name of lacking) say(`${to} lacks: ${name}`);
    if (lacking.length === 0) say(`${to} has every setting of ${from}.`);
    return lacking.length === 0 ? 0 : 3;
  },
};
