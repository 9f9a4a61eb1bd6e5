import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { startSystem } from '../../local/emulator/system.ts';
import { chooseInstance, root } from '../../local/process/instance.ts';
import { describeTrouble, print, step } from '../../local/process/progress.ts';
import { measureBundles } from './bundles.ts';
import { measureDueOnOneDay } from './due-on-one-day.ts';
import type { Figure } from './figure.ts';
import { measureTemplate } from './template.ts';

const help = `npm run bench

Measures, in one run and against a local system of its own: round trips, calls, latency and CPU of a consent-gated
read, its CPU against the AWS SDK alone sending the same calls, an export of 100,000 records, each compared with what
was stored, the sizes of the bundles and how long they take to load, the resources of the template, how long the purges
of ten thousand tenants take that are due on one day (simulated), and how long the local system takes to start.
Prints a table and writes .habeas/bench/report.json.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return print(help);
  const instance = await chooseInstance('bench', { fresh: true });
  const settings = { retentionWindow: 'P30D' };
  const first = performance.now();
  const fresh = await startSystem(instance, settings);
  const second = performance.now();
  await fresh.stop();
  const again = performance.now();
  const running = await startSystem(instance, settings);
  const up = performance.now();
  try {
    const description = join(instance.folder, 'system.json');
    writeFileSync(description, JSON.stringify(running.system));
    process.env.HABEAS_SYSTEM = description;
    const { measureExport } = await import('./export.ts');
    const { measureGatedRead } = await import('./gated-read.ts');
    const figures: Figure[] = [
      ...(await step('consent-gated read', measureGatedRead)),
      ...(await step('export', measureExport)),
      ...(await step('bundles', measureBundles)),
      ...(await step('template', measureTemplate)),
      ...measureDueOnOneDay(),
      seconds('start, first time, beyond downloads', second - first, 90),
      seconds('start, second time', up - again, 25),
    ];
    report(figures);
  } finally {
    await running.stop();
  }
}

const seconds = (what: string, ms: number, target: number): Figure => ({
  what,
  value: Math.round(ms / 100) / 10,
  unit: 's',
  target,
});

function report(figures: readonly Figure[]): void {
  const folder = join(root, '.habeas', 'bench');
  mkdirSync(folder, { recursive: true });
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}`;
  writeFileSync(
    join(folder, 'report.json'),
    `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, undefined, 2)}\n`,
  );
  print(`\n${machine}\n\n| what | measured | at most |\n|---|--:|--:|`);
  for (const { what, value, unit, target } of figures)
    print(`| ${what} | ${value} ${unit} | ${target === undefined ? '' : `${target} ${unit}`} |`);
  const missed = figures.filter(({ value, target }) => target !== undefined && value > target);
  print(missed.length === 0 ? '\nAll within.' : `\nMissed: ${missed.map(({ what }) => what).join('; ')}.`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\n${describeTrouble(error)}\n`);
  process.exitCode = 1;
}
process.exit();
