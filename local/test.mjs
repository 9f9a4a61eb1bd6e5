import process from 'node:process';
import { launch } from './launch.mjs';

process.exitCode = await launch('local/test.ts', process.argv.slice(2));
