import process from 'node:process';
import { launch } from './launch.mjs';

process.exitCode = await launch('tools/bench/bench.ts', process.argv.slice(2));
