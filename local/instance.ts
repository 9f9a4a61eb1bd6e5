import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { Trouble } from './progress.ts';

export const root = resolve(import.meta.dirname, '..');

/** What `npm start` says of the system that it runs, for every tool around it. */
export const descriptionFile = join(root, '.habeas', 'local.json');

/** Where the emulator thinks it is. Any Region would do. */
export const region = 'eu-central-1';

/** One local system: its folder below `.habeas/` and its two ports, both on 127.0.0.1. */
export interface Instance {
  readonly folder: string;
  /** The stable public address of API and page. */
  readonly publicPort: number;
  readonly emulatorPort: number;
}

const preferred = { publicPort: 4180, emulatorPort: 4181 };

/**
 * Chooses ports for a folder: HABEAS_PORT and the one after it, else those of the last run (the deployed
 * system knows its own address, so another port means another deploy), else free ones.
 * @throws Trouble when HABEAS_PORT is no port, or is taken.
 */
export async function chooseInstance(name: string, given = process.env.HABEAS_PORT): Promise<Instance> {
  const folder = join(root, '.habeas', name);
  mkdirSync(folder, { recursive: true });
  const ports =
    given === undefined || given === '' ? await freePorts(rememberedPorts(folder)) : await givenPorts(given);
  writeFileSync(join(folder, 'ports.json'), JSON.stringify(ports));
  return { folder, ...ports };
}

type Ports = typeof preferred;

function rememberedPorts(folder: string): Ports {
  try {
    return JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8')) as Ports;
  } catch {
    return preferred;
  }
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
