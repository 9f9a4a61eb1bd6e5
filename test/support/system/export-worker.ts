import process from 'node:process';
import { handler } from '../../../lambdas/functions/exporter.ts';

/**
 * Runs the exporter's step in a process of its own until all parts are made, and prints its time, and its memory in
 * bytes. With `--expose-gc`, `live` is the most that was in use right after a collection, each second: what is held,
 * without what waits to be collected. `resident` is the most that the process ever had.
 */
const input: unknown = JSON.parse(process.argv[2] ?? '');
const began = performance.now();
let live = 0;
const look = () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  live = Math.max(live, heapUsed + external);
};
const looking = setInterval(look, 1000);
let outcome: string;
do ({ outcome } = await handler(input, { getRemainingTimeInMillis: () => 900_000 }));
while (outcome === 'more');
const seconds = (performance.now() - began) / 1000;
clearInterval(looking);
look();
const resident = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ outcome, seconds, live, resident })}\n`);
process.exit();
