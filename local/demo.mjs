import process from 'node:process';
import { launch } from './launch.mjs';

process.exitCode = await launch('local/demo/demo.ts', process.argv.slice(2));
