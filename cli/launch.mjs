// Plain JavaScript on purpose: this runs on the host's own Node, right after `git clone`, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';

/** Folder of the repository. */
export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const oldestNode = 20;

function fail(what, whatToDo) {
  process.stderr.write(`\n${what}\n${whatToDo}\n`);
  process.exit(1);
}

/** True when node_modules matches package-lock.json, by npm's own record of what it installed. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.devOptional || present[path]?.version === entry.version,
  );
}

function install() {
  process.stdout.write('Installing npm packages (once, about half a minute) …\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.error) fail('npm was not found.', 'Install Node 20 or newer together with npm, then try again.');
  if (npm.status !== 0)
    fail('npm ci failed.', 'The lines above say why. Without a network, packages cannot be fetched.');
}

function pinnedNode() {
  const path = join(root, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(path))
    fail(
      'The package `node` is installed without its binary: npm was told to run no install scripts.',
      'Run `npm ci --ignore-scripts=false`, then try again.',
    );
  return path;
}

/**
 * Installs what is missing, then runs a TypeScript file of this repository under the pinned Node, in the given
 * folder. Signals are passed on to it; it decides when to exit.
 * @returns the process, and a promise of its exit code.
 */
export function launch(script, args, cwd) {
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    fail(`Node ${process.versions.node} is too old.`, `Install Node ${oldestNode} or newer.`);
  if (!isInstalled()) install();
  const child = spawn(pinnedNode(), [join(root, script), ...args], {
    cwd,
    // The IPC channel tells the child at once when this process is gone, even after `kill -9`.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
    },
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // The terminal sends Ctrl-C to the whole process group, so the child has received it already.
  process.on('SIGINT', () => undefined);
  const exitCode = new Promise((done) => {
    child.on('exit', (code, signal) => done(code ?? (signal ? 1 : 0)));
  });
  return { child, exitCode };
}
