import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { root } from './instance.ts';

/** The end of a command: its exit code and everything it wrote. */
export interface Ending {
  readonly code: number;
  readonly output: string;
}

export interface Running {
  readonly env?: NodeJS.ProcessEnv;
  /** The file that the whole output is written to. */
  readonly log?: string;
  /** Called with each line as it comes. */
  readonly say?: (line: string) => void;
  readonly timeoutMs?: number;
}

/** Folders that must come first on PATH, so that every `node` is the pinned one. */
export const nodeFolders = [dirname(process.execPath), join(root, 'node_modules', '.bin')];

/** Runs a command to its end, without a shell. Rejects only when it cannot be started (ENOENT). */
export function run(command: string, args: readonly string[], options: Running = {}): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    // When this process ends, a half-finished deploy must not go on alone.
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    const log = options.log === undefined ? undefined : createWriteStream(options.log);
    let output = '';
    const take = (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      output += text;
      log?.write(text);
      for (const line of text.split('\n')) if (line.trim() !== '') options.say?.(line);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', kill);
      log?.end();
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The last lines of an output that are not empty. */
export function tail(output: string, lines = 25): string {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lines)
    .join('\n');
}
