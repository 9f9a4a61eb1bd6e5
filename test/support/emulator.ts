/*
 * The one emulator that all test files of the project `emulator` share: vitest starts it before the first of them and
 * stops it after the last. Each file works in an AWS account of its own there (`openAccount`), so that no file sees
 * another's tables, keys, queues or mails.
 *
 * However the run ends (Ctrl-C, a crash, `kill -9`), the emulator ends with vitest's main process: it lives as long as
 * a pipe that only this process holds.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { preparePython } from '../../local/emulator/python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the emulator answers. */
    emulator: string;
    /** An RSA-4096 key for signatures (PKCS #8, base64): made once, for making one takes most of a second. */
    signingKey: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const python = await preparePython(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'habeas-emulator-'));
  const emulatorPort = await freePort();
  const instance = { folder, emulatorPort, publicPort: emulatorPort };
  const emulator = await startEmulator(instance, python, { forgetful: true });
  project.provide('emulator', emulator.endpoint);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  project.provide('signingKey', privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  return async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
