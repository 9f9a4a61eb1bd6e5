import process from 'node:process';

/** A failure that whoever is at the terminal can do something about; it is printed without a stack. */
export class Trouble extends Error {
  readonly whatToDo: string;
  readonly details: string;

  constructor(what: string, whatToDo: string, details = '', options?: ErrorOptions) {
    super(what, options);
    this.name = 'Trouble';
    this.whatToDo = whatToDo;
    this.details = details;
  }
}

/** The text for the terminal: what failed, what to do, and the end of the log if there is one. */
export function describeTrouble(error: unknown): string {
  if (!(error instanceof Trouble))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const details =
    error.details === '' ? [] : ['', ...error.details.split('\n').map((line) => `    ${line}`), ''];
  return [`Failed: ${error.message}`, ...details, error.whatToDo].join('\n');
}

const quietMs = 2000;
const beatMs = 3000;

/**
 * Runs one part of the start. After two seconds it shows that it is still running and what it does;
 * when it is done it prints one line with its duration.
 */
export async function step<T>(
  title: string,
  work: (say: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  let detail = '';
  const beat = () => print(`  … ${title}, ${seconds()}${detail === '' ? '' : `: ${detail.slice(0, 90)}`}`);
  let timer = setTimeout(function again() {
    beat();
    timer = setTimeout(again, beatMs);
  }, quietMs);
  try {
    const result = await work((line) => {
      detail = line.trim();
    });
    print(`  ✓ ${title} (${seconds()})`);
    return result;
  } catch (error) {
    print(`  ✗ ${title} (${seconds()})`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Writes one line; does not fail when the terminal is gone. */
export function print(line: string): void {
  if (process.stdout.writable) process.stdout.write(`${line}\n`);
}
