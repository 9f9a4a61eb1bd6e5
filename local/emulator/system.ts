import type { Server } from 'node:http';
import process from 'node:process';
import { open } from '../demo/opening.ts';
import { ownPages } from '../pages/own-pages.ts';
import { startProxy } from '../pages/proxy.ts';
import type { Instance } from '../process/instance.ts';
import { print, step } from '../process/progress.ts';
import { type Account, accountAt } from './account.ts';
import { deploy } from './deploy.ts';
import { describeSystem, type LocalSystem } from './description.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { describeLeftOut } from './outputs.ts';
import { preparePython } from './python.ts';
import { seed } from './seed.ts';
import { switchOn } from './switch-on.ts';

export interface Options {
  readonly retentionWindow: string;
  /** After the deploy, restart the emulator on the same state, now evaluating permissions. */
  readonly permissions?: boolean;
  /** Make something to try by hand, unless it is there. */
  readonly demo?: boolean;
}

export interface RunningSystem {
  readonly system: LocalSystem;
  readonly account: Account;
  /** Resolves with a message when the emulator ends without `stop`. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a local system from nothing: emulator, deploy, switch-on, seed, proxy. With AWS_ENDPOINT_URL set, the
 * emulator at that address is used and neither started nor stopped.
 * @throws Trouble; whatever was started by then has been stopped.
 */
export async function startSystem(instance: Instance, options: Options): Promise<RunningSystem> {
  const given = process.env.AWS_ENDPOINT_URL;
  const runs = given === undefined ? new OwnEmulator(instance) : undefined;
  const account = given === undefined ? accountAt(runs?.endpoint ?? '') : accountAt(given, process.env);
  const baseUrl = `http://localhost:${instance.publicPort}`;
  let server: Server | undefined;
  const stop = async () => {
    server?.closeAllConnections();
    server?.close();
    await runs?.stop();
  };
  try {
    await runs?.start();
    const outputs = await step('deploy', (say) =>
      deploy({ account, folder: instance.folder, baseUrl, retentionWindow: options.retentionWindow }, say),
    );
    print(`    ${describeLeftOut(outputs.LeftOut)}`);
    const settings = { retentionWindow: options.retentionWindow, permissions: options.permissions ?? false };
    const bare = await step('switch on and seed', async () => {
      await switchOn(account, outputs);
      const described = await describeSystem(account, baseUrl, outputs, settings);
      await seed(account, described);
      return described;
    });
    if (options.permissions) await runs?.restartWithPermissions();
    server = await startProxy(
      instance.publicPort,
      { endpoint: account.endpoint, apiId: outputs.ApiId, apiStage: outputs.ApiStage },
      ownPages(account, outputs),
    );
    const system = options.demo ? { ...bare, demo: await step('something to try', () => open(bare)) } : bare;
    return { system, account, died: runs?.died ?? new Promise(() => undefined), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The emulator of an instance through its restarts. */
class OwnEmulator {
  readonly endpoint: string;
  readonly #instance: Instance;
  #python = '';
  #current: Emulator | undefined;

  constructor(instance: Instance) {
    this.#instance = instance;
    this.endpoint = `http://127.0.0.1:${instance.emulatorPort}`;
  }

  get died(): Promise<string> {
    return this.#current?.died ?? new Promise(() => undefined);
  }

  async start(): Promise<void> {
    this.#python = await step('local AWS: install', (say) => preparePython(say));
    this.#current = await step('local AWS: start', () => startEmulator(this.#instance, this.#python));
  }

  async restartWithPermissions(): Promise<void> {
    await step('local AWS: restart with permissions on', async () => {
      await this.stop();
      this.#current = await startEmulator(this.#instance, this.#python, { permissions: true });
    });
  }

  async stop(): Promise<void> {
    await this.#current?.stop();
    this.#current = undefined;
  }
}
