import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, UsageError, wordsOf } from './command.ts';
import { contentOf, lineOf } from './judging.ts';
import { type KeySet, keySetOf } from './key-set.ts';
import { plain } from './saying.ts';
import { FileInvalid, strictJson } from './strict-json.ts';

/** `habeas verify`: one line per file, exit status 0 only if all are valid. Uses no network and no account. */
export const verify: Command = {
  help: `habeas verify FILE… [--jwks FILE]

Checks signed statements offline: receipts, retention schedules, attestations. A folder stands for all files in it.
Prints a line for each: valid or not, the file, what it is, what it says, and why it is not valid.

  --jwks FILE   The public keys to check with, as published at /.well-known/jwks.json. Without it, key files among
                the FILEs are used; then make sure that their names are those that were published.

Exit status: 0 if every file is valid, 1 if any is not, 2 for a call it does not know.
`,
  async run(words, say) {
    const { values, positionals } = wordsOf(words, { jwks: { type: 'string' } });
    if (positionals.length === 0) throw new UsageError('Which files?');
    const files = positionals.flatMap(filesAt);
    if (files.length === 0) {
      say('INVALID  nothing to verify: there is no file');
      return 1;
    }
    const read = files.map((path) => contentOf(path, () => bytesAt(path)));
    const keySets =
      values.jwks === undefined ? read.flatMap(({ keys }) => keys ?? []) : [jwksAt(values.jwks)];
    const keys = {
      keys: [...new Map(keySets.flatMap((set) => set.keys).map((key) => [key.kid, key])).values()],
    };
    const lines = await Promise.all(read.map((content) => lineOf(content, keys)));
    for (const { valid, text } of lines) say(`${valid ? 'valid  ' : 'INVALID'}  ${text}`);
    return lines.every(({ valid }) => valid) ? 0 : 1;
  },
};

/** The files of a path: the file itself, or all files below a folder, in the order of their names. */
function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
  } catch {
    return [path];
  }
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesAt(join(path, name)));
}

function jwksAt(path: string): KeySet {
  try {
    return keySetOf(strictJson(bytesAt(path)));
  } catch (error) {
    if (error instanceof FileInvalid) throw new UsageError(`${plain(path)} is no key set: ${error.message}`);
    throw error;
  }
}

const largest = 4 * 1024 * 1024;

/** @throws FileInvalid */
function bytesAt(path: string): Uint8Array {
  try {
    if (statSync(path).size <= largest) return readFileSync(path);
  } catch {
    throw new FileInvalid('cannot be read');
  }
  throw new FileInvalid('too large for a statement');
}
