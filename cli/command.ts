import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command of the command line. */
export interface Command {
  readonly help: string;
  /**
   * Runs it with the words after its name.
   * @param say prints a line.
   * @returns the exit status.
   * @throws UsageError when it was called in a way it does not know.
   */
  run(words: readonly string[], say: (line: string) => void): Promise<number>;
}

/** A command was called in an unknown way; the message says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The options and arguments among words.
 * @throws UsageError for an option that is not one of these, or has no value.
 */
export function wordsOf<const O extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
