import process from 'node:process';
import { launchUnderNpm } from '../../local/process/launch.mjs';

process.exitCode = await launchUnderNpm('tools/bench/bench.ts', process.argv.slice(2));
