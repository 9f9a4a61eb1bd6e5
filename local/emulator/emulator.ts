import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFolders, tail } from '../process/child.ts';
import { type Instance, region, root } from '../process/instance.ts';
import { forgetPid, notePid, stopLimitMs } from '../process/predecessor.ts';
import { Trouble } from '../process/progress.ts';

export interface Emulator {
  readonly endpoint: string;
  /** Resolves with a message when the emulator ends without `stop`. */
  readonly died: Promise<string>;
  /**
   * Saves the state, then ends the emulator with all its Lambda processes; it can be started again on that folder.
   * One with permissions ends at once, for nobody starts it again.
   */
  stop(): Promise<void>;
}

const healthLimitMs = 30_000;

/**
 * Starts the local AWS of an instance on its state folder and waits until it answers.
 * With `permissions` it evaluates the IAM policies of functions; `forgetful`, it saves nothing when it is stopped.
 * @throws Trouble when it does not come up.
 */
export async function startEmulator(
  instance: Instance,
  python: string,
  options: { readonly permissions?: boolean; readonly forgetful?: boolean } = {},
): Promise<Emulator> {
  const endpoint = `http://127.0.0.1:${instance.emulatorPort}`;
  const log = join(instance.folder, 'emulator.log');
  const child = spawn(python, [join(root, 'local', 'emulator', 'attached.py')], {
    cwd: instance.folder,
    env: environment(instance, options),
    stdio: ['pipe', openSync(log, 'w'), openSync(log, 'a')],
    // In a session of its own, Ctrl-C reaches only this process, which ends the emulator in order or kills its group.
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined)
    throw new Trouble(`${python} could not be started.`, 'Delete .venv, then try again.');
  notePid(instance.folder, pid);

  let stopping = false;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const died = ended.then(() => {
    if (stopping) return new Promise<string>(() => undefined);
    killGroup(pid);
    return `The local AWS ended by itself (see ${log}).`;
  });
  await waitUntilHealthy(endpoint, child, log);

  return {
    endpoint,
    died,
    async stop() {
      stopping = true;
      if (options.permissions) killGroup(pid);
      else child.kill('SIGTERM');
      const late = new AbortController();
      await Promise.race([
        ended,
        sleep(stopLimitMs, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
      killGroup(pid);
      forgetPid(instance.folder);
    },
  };
}

/** Contains only what is listed: Lambda workers inherit all of it, and no AWS setting of the host may reach them. */
function environment(
  instance: Instance,
  { permissions = false, forgetful = false }: Parameters<typeof startEmulator>[2] = {},
): NodeJS.ProcessEnv {
  const saves = forgetful ? '0' : '1';
  const temporary = join(instance.folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // Lambda workers are CommonJS files below this folder; the repository's "type": "module" would break them.
  writeFileSync(join(instance.folder, 'package.json'), '{"type":"commonjs"}\n');
  const inherited = ['HOME', 'LANG', 'LC_ALL', 'SSL_CERT_FILE'];
  return {
    ...Object.fromEntries(
      inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
    PATH: [...nodeFolders, process.env.PATH ?? ''].join(delimiter),
    TZ: 'UTC',
    TMPDIR: temporary,
    GATEWAY_PORT: String(instance.emulatorPort),
    BIND_HOST: '127.0.0.1',
    LOG_LEVEL: 'WARNING',
    PERSIST_STATE: saves,
    STATE_DIR: join(instance.folder, 'state'),
    S3_PERSIST: saves,
    S3_DATA_DIR: join(instance.folder, 's3'),
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    MINISTACK_REGION: region,
    DOCKER_HOST: 'unix:///nonexistent',
    AUTH: String(permissions),
  };
}

async function waitUntilHealthy(endpoint: string, child: ChildProcess, log: string): Promise<void> {
  const limit = Date.now() + healthLimitMs;
  while (Date.now() < limit) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const written = readFileSync(log, 'utf8');
      throw written.includes('already in use')
        ? new Trouble(
            `Port ${new URL(endpoint).port} is taken.`,
            'Try again, or set HABEAS_PORT to a free port.',
          )
        : new Trouble('The local AWS ended while starting.', `Its log is ${log}.`, tail(written));
    }
    const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Trouble(
    `The local AWS did not answer within ${healthLimitMs / 1000} seconds.`,
    `Its log is ${log}.`,
    tail(readFileSync(log, 'utf8')),
  );
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
}
