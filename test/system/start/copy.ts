import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalSystem, Opening } from '../../../local/emulator/description.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** What a clone would not have, and what no command needs that is run there; the installed packages are shared. */
const notCloned = ['node_modules', '.venv', '.habeas', '.git', 'cdk.out', 'test'];

/** A second copy of the repository, so that what runs in this one is left alone. */
export class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), 'habeas-copy-'));

  constructor({ python = true } = {}) {
    cpSync(root, this.folder, {
      recursive: true,
      filter: (path) => path === root || !notCloned.includes(basename(path)),
    });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    if (python) symlinkSync(join(root, '.venv'), join(this.folder, '.venv'));
  }

  /** Runs an npm script as a person does, in a process group of its own as a terminal has. */
  npm(args: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
    return new Command(this.folder, args, env);
  }

  /** Lets its commands meet the system of this test run, as if it had been started here. */
  meetTheSystem(): void {
    mkdirSync(join(this.folder, '.habeas'));
    copyFileSync(process.env.HABEAS_SYSTEM ?? '', join(this.folder, '.habeas', 'local.json'));
  }

  /** What the running system says of itself. */
  get description(): Pick<LocalSystem, 'api'> & { readonly demo: Opening } {
    return JSON.parse(readFileSync(join(this.folder, '.habeas', 'local.json'), 'utf8'));
  }

  /** Processes whose command line or working folder is in this copy, whoever their parent is. */
  processes(): { readonly pid: number; readonly command: string }[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
          const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
          return command !== '' && (command + environment).includes(this.folder)
            ? [{ pid: Number(name), command }]
            : [];
        } catch {
          return [];
        }
      });
  }

  remove(): void {
    for (const { pid } of this.processes()) process.kill(pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A command at work, with what it has said so far. */
export class Command {
  said = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number>;

  constructor(folder: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.child = spawn('npm', [...args], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...clean(process.env), ...env },
    });
    const take = (chunk: Buffer) => {
      this.said += chunk.toString('utf8');
    };
    this.child.stdout?.on('data', take);
    this.child.stderr?.on('data', take);
    this.ended = new Promise((done) => this.child.on('close', (code) => done(code ?? -1)));
  }

  /** Waits until it has said this. */
  async says(words: string, seconds = 120): Promise<void> {
    await until(
      `"${words}"`,
      seconds,
      () => this.said.includes(words),
      () => this.said,
    );
  }

  /** Signals as a terminal does: to the whole group. */
  interrupt(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? 0), signal);
  }
}

/** Looks again until something holds. */
export async function until(
  what: string,
  seconds: number,
  holds: () => boolean | Promise<boolean>,
  otherwise: () => string = () => '',
): Promise<void> {
  const limit = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > limit)
      throw new Error(`${what} did not come within ${seconds} s; there is:\n${otherwise()}`);
    await sleep(100);
  }
}

/** A port that somebody listens on, and its next that nobody does. */
export async function takenPort(): Promise<{ readonly port: number; free(): void }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, free: () => server.close() };
}

/** The test run's own settings are not those of a person's terminal. */
export function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:HABEAS_|AWS_|VITEST|NODE_|npm_)/.test(name)),
  );
}
