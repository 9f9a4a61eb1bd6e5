import process from 'node:process';
import { handler } from '../../../lambdas/functions/exporter.ts';

/** Runs the exporter's step in a process of its own until all parts are made, and prints its time and its memory. */
const input: unknown = JSON.parse(process.argv[2] ?? '');
const began = performance.now();
let outcome: string;
do ({ outcome } = await handler(input, { getRemainingTimeInMillis: () => 900_000 }));
while (outcome === 'more');
const seconds = (performance.now() - began) / 1000;
process.stdout.write(`${JSON.stringify({ outcome, seconds, maxRss: process.resourceUsage().maxRSS })}\n`);
process.exit();
