import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { startSystem } from './emulator/system.ts';
import { chooseInstance, root } from './process/instance.ts';
import { describeTrouble, print, step, Trouble } from './process/progress.ts';
import { type Report, tallyOf } from './tally.ts';

const help = `npm test [-- <filter …>] [-- --unit] [-- --help]

Runs every test: unit, property, template, and end to end against a freshly deployed local system whose functions run
under their own roles' permissions, a real browser included. The last line counts what passed and failed.

  <filter …>   only test files whose path contains one of these
  --unit       only the tests that need no local system
`;

/** The retrieval window of the tests: long enough to look at a tenant in it, short enough to see its purge. */
const retentionWindow = 'PT40S';

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    print(help);
    return 0;
  }
  const unitOnly = args.includes('--unit');
  const filters = args.filter((arg) => arg !== '--unit');
  const instance = await chooseInstance('test', { fresh: true });
  const running = unitOnly ? undefined : await startSystem(instance, { retentionWindow, permissions: true });
  const report = join(instance.folder, 'report.json');
  let code: number;
  try {
    const description = join(instance.folder, 'system.json');
    if (running) writeFileSync(description, JSON.stringify(running.system, undefined, 2));
    code = await runVitest(
      [...(unitOnly ? ['--project', 'unit', '--project', 'emulator'] : []), ...filters],
      report,
      running && description,
    );
  } finally {
    if (running) await step('stop', () => running.stop());
  }
  return judged(report, code);
}

/**
 * Prints in the last line how many tests passed and failed, and gives the exit code.
 * @throws Trouble when there is no report: vitest writes it at its end, and ended before.
 */
function judged(report: string, code: number): number {
  if (!existsSync(report))
    throw new Trouble(
      'vitest ended before it could write its report.',
      'Nothing is known to have passed. What vitest printed above says why it ended; then run the tests again.',
    );
  const { passed, failed, skipped } = tallyOf(JSON.parse(readFileSync(report, 'utf8')) as Report, code);
  if (skipped > 0) print(`${skipped} skipped`);
  print(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** Runs vitest to its end. */
async function runVitest(args: string[], report: string, description: string | undefined): Promise<number> {
  rmSync(report, { force: true });
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...(description !== undefined && { HABEAS_SYSTEM: description }) },
    },
  );
  const stop = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  return new Promise<number>((done) => child.on('exit', (status) => done(status ?? 1)));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n${describeTrouble(error)}\n`);
  process.exitCode = 1;
}
process.exit();
