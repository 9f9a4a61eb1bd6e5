import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { print, Trouble } from './progress.ts';

/** How long a local AWS may take to save its state and end. */
export const stopLimitMs = 30_000;

const pidFile = (folder: string) => join(folder, 'emulator.pid');

/** Notes the id of the process that is the local AWS of a folder. */
export function notePid(folder: string, pid: number): void {
  writeFileSync(pidFile(folder), String(pid));
}

/** Removes that note, after the local AWS has ended in order. */
export function forgetPid(folder: string): void {
  rmSync(pidFile(folder), { force: true });
}

/**
 * Waits for the local AWS of an earlier run to end: after a `kill -9` it still saves its state for a moment and has its
 * ports. Two must never share a folder.
 * @throws Trouble when it does not end.
 */
export async function waitForPredecessor(folder: string): Promise<void> {
  if (!existsSync(pidFile(folder))) return;
  const pid = Number(readFileSync(pidFile(folder), 'utf8'));
  if (runs(pid, 'attached.py')) print('  … the local AWS of the last run is still saving');
  const limit = Date.now() + stopLimitMs;
  while (runs(pid, 'attached.py')) {
    if (Date.now() > limit)
      throw new Trouble(
        `The local AWS of an earlier run (process ${pid}) does not end.`,
        `End it: kill ${pid}`,
      );
    await sleep(100);
  }
}

/** Whether a noted process still runs this script: its id may belong to another program by now. */
export function runs(pid: number, script: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, 'utf8').includes(script);
}
