import { type Command, UsageError, wordsOf } from './command.ts';
import { bytesAt, filesAt } from './evidence-files.ts';
import { verdictOn } from './judging.ts';
import { type KeySet, keySetOf } from './key-set.ts';
import { plain } from './saying.ts';
import { FileInvalid, jsonOf } from './strict-json.ts';

/**
 * `habeas verify`: one line per file, as soon as it is judged; exit status 0 only if there is a statement and all are
 * valid. Uses no network and no account, and holds one file at a time.
 */
export const verify: Command = {
  help: `habeas verify FILE… --jwks FILE

Checks signed statements offline: receipts, retention schedules, attestations. A folder stands for all files in it.
Prints a line for each: valid or not, the file, what it is, what it says, and why it is not valid.

  --jwks FILE   The public keys to check with. Fetch them yourself from the deployment's /.well-known/jwks.json, or
                compare their names with those it publishes: keys that came along with statements prove nothing.

In a folder, files whose names do not end in .json, or that an operating system left behind, are ignored.
Exit status: 0 if there are statements and every one is valid, 1 if not, 2 for a call it does not know.
`,
  async run(words, say) {
    const { values, positionals } = wordsOf(words, { jwks: { type: 'string' } });
    if (positionals.length === 0) throw new UsageError('Which files?');
    const line = (verdict: string, path: string, why: string) =>
      say(`${verdict.padEnd(7)}  ${plain(path)}  ${why}`);
    let known: KeySet | undefined;
    try {
      known =
        values.jwks === undefined ? undefined : keySetOf(jsonOf(bytesAt(Buffer.from(values.jwks))).value);
    } catch (error) {
      if (!(error instanceof FileInvalid)) throw error;
      line('INVALID', values.jwks ?? '', `the keys of --jwks: ${error.message}`);
      return 1;
    }
    const found = { valid: 0, INVALID: 0, ignored: 0 };
    for (const { path, ignored } of filesAtAll(positionals)) {
      const { verdict, why } =
        ignored === undefined
          ? await verdictOn(() => bytesAt(path), known)
          : { verdict: 'ignored' as const, why: ignored };
      found[verdict]++;
      line(verdict, path.toString('utf8'), why);
    }
    if (found.valid + found.INVALID > 0) return found.INVALID === 0 ? 0 : 1;
    say('INVALID  nothing to verify: there is no statement');
    return 1;
  },
};

function* filesAtAll(words: readonly string[]) {
  for (const word of words) yield* filesAt(Buffer.from(word));
}
