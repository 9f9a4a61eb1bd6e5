// Plain JavaScript on purpose: this runs on the host's Node, right after `git clone`, before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { launch, root } from '../../cli/launch.mjs';

/**
 * Runs a TypeScript file of this repository in its root, for a script of package.json. Does what `launch` does, and
 * ends the file's process when npm ends. Resolves with its exit code.
 */
export function launchUnderNpm(script, args) {
  // Every Node process below loads the SDK, CDK and these files as an earlier one compiled them.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'habeas');
  const { child, exitCode } = launch(script, args, root);
  if (process.env.npm_lifecycle_event) followNpm(child);
  return exitCode;
}

/** A killed npm passes no signal on: looks whether npm, or the shell between it and this process, is gone. */
function followNpm(child) {
  const parent = process.ppid;
  const npm = isShell(parent) ? parentOf(parent) : parent;
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(npm)) child.kill('SIGTERM');
  }, 1000).unref();
}

const ps = (column, pid) =>
  (spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').trim();

function isShell(pid) {
  const name = existsSync('/proc') ? readFileSync(`/proc/${pid}/comm`, 'utf8').trim() : ps('comm', pid);
  return /(?:^|\/)(?:ba|da|z|k)?sh$/.test(name);
}

function parentOf(pid) {
  if (!existsSync('/proc')) return Number(ps('ppid', pid));
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
