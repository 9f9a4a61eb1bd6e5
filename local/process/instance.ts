import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { waitForPredecessor } from './predecessor.ts';
import { Trouble } from './progress.ts';

export const root = resolve(import.meta.dirname, '..', '..');

/** The file in which `npm start` describes its running system for the other tools. */
export const descriptionFile = join(root, '.habeas', 'local.json');

/** The Region of the emulator. Any would do. */
export const region = 'eu-central-1';

/** One local system: its folder below `.habeas/` and its two ports, both on 127.0.0.1. */
export interface Instance {
  readonly folder: string;
  /** The stable public address of API and page. */
  readonly publicPort: number;
  readonly emulatorPort: number;
}

const preferred = { publicPort: 4180, emulatorPort: 4181 };

export interface Wish {
  /** Whether to delete everything that was stored. */
  readonly fresh?: boolean;
  readonly given?: string | undefined;
}

/** The folder of an instance; it is made if it does not exist. */
export function folderOf(name: string): string {
  const folder = join(root, '.habeas', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Waits for the last run in a folder to end, empties the folder if `fresh`, and chooses ports. A folder with stored
 * state keeps the ports of its last run, because stored queues know their own address. An empty one gets HABEAS_PORT
 * and the port after it, or free ones.
 * @throws Trouble when HABEAS_PORT is no port, a port is taken, or what is stored belongs to other ports.
 */
export async function chooseInstance(name: string, wish: Wish = {}): Promise<Instance> {
  const { fresh = false, given = process.env.HABEAS_PORT || undefined } = wish;
  const folder = folderOf(name);
  await waitForPredecessor(folder);
  if (fresh) empty(folder);
  const last = rememberedPorts(folder);
  const ports =
    last && existsSync(join(folder, 'state'))
      ? await samePorts(last, given)
      : given === undefined
        ? await freePorts(last ?? preferred)
        : await givenPorts(given);
  writeFileSync(join(folder, 'ports.json'), JSON.stringify(ports));
  return { folder, ...ports };
}

function empty(folder: string): void {
  for (const name of ['state', 's3', 'tmp', 'cdk.out', 'deployed.json'])
    rmSync(join(folder, name), { recursive: true, force: true });
}

type Ports = typeof preferred;

function rememberedPorts(folder: string): Ports | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8')) as Ports;
  } catch {
    return undefined;
  }
}

const withFresh = 'or begin with an empty local AWS: npm start -- --fresh';

async function samePorts(last: Ports, given: string | undefined): Promise<Ports> {
  if (given !== undefined && Number(given) !== last.publicPort)
    throw new Trouble(
      `What is stored here belongs to port ${last.publicPort}, and HABEAS_PORT is ${given}.`,
      `Leave HABEAS_PORT out, ${withFresh}`,
    );
  for (const port of Object.values(last))
    if (!(await isFree(port)))
      throw new Trouble(
        `Port ${port} is taken, and what is stored here belongs to it.`,
        `End what uses it, ${withFresh}`,
      );
  return last;
}

async function givenPorts(given: string): Promise<Ports> {
  const publicPort = Number(given);
  if (!Number.isInteger(publicPort) || publicPort < 1024 || publicPort > 65534)
    throw new Trouble(
      `HABEAS_PORT=${given} is no port.`,
      'Give a number from 1024 to 65534, or leave it out.',
    );
  const ports = { publicPort, emulatorPort: publicPort + 1 };
  for (const port of Object.values(ports))
    if (!(await isFree(port)))
      throw new Trouble(
        `Port ${port} is taken.`,
        `HABEAS_PORT=${given} needs ports ${publicPort} and ${publicPort + 1}. End what uses them, give another number, or leave it out and free ones are chosen.`,
      );
  return ports;
}

async function freePorts(wish: Ports): Promise<Ports> {
  if ((await isFree(wish.publicPort)) && (await isFree(wish.emulatorPort))) return wish;
  const [publicPort, emulatorPort] = await Promise.all([anyFree(), anyFree()]);
  return { publicPort, emulatorPort };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

function anyFree(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
